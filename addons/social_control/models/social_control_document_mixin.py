from odoo import api, fields, models
from odoo.fields import Domain

INSPECTOR = "social_control.group_inspector"
HEAD = "social_control.group_control_head"


class SocialControlDocumentMixin(models.AbstractModel):
    """A document of control that the controlling body keeps.

    Nobody controls an organisation for which he acts himself.
    """

    _name = "social.control.document.mixin"
    _description = "Paper of social control"
    _inherit = ["social.document.mixin"]
    _journal_model = "social.control.journal"

    participant_id = fields.Many2one(string="Controlling body")
    officer_id = fields.Many2one(string="Inspector in charge")
    can_edit = fields.Boolean(compute="_compute_can")
    can_sign = fields.Boolean(compute="_compute_can")

    @api.depends("state", "participant_id")
    @api.depends_context("uid")
    def _compute_can(self):
        for document in self:
            document.can_edit = not document._why_not(INSPECTOR)
            document.can_sign = not document._why_not(HEAD)

    def _get_title(self):
        """Return the number with the organisation: a calendar shows nothing else."""
        subject_sudo = self.subject_id.sudo()
        organisation = subject_sudo.short_name or subject_sudo.name
        return f"{self.name}, {organisation}" if organisation else self.name

    @api.model
    def _count_own(self, domain):
        """Return how many papers about the user's own organisations match."""
        if not self.has_access("read"):
            return 0
        own = self.env.user.social_participant_ids
        return self.search_count(Domain("subject_id", "in", own.ids) & domain)

    def _get_subjects(self):
        """Return the organisations that the document controls."""
        return self.sudo().subject_id

    def _why_not(self, group):
        return super()._why_not(group) or self._why_not_independent(self.env.user)

    def _why_not_independent(self, users):
        """Return why one of the users may not control the organisation."""
        subjects = self._get_subjects()
        for user in users:
            if not user._is_superuser() and user._acts_for(subjects):
                return self.env._(
                    "%(document)s: %(user)s acts for “%(subject)s” and does not "
                    "control the own organisation. Appoint another inspector.",
                    document=self.name,
                    user=user.sudo().name,
                    subject=", ".join(subjects.mapped("name")),
                )
        return ""

    def _why_not_subject(self):
        """Return why the user may not act for the controlled organisation."""
        subject_sudo = self.sudo().subject_id
        if self.env.user._acts_for(subject_sudo):
            return ""
        return self.env._(
            "%(document)s: only “%(subject)s” does this. Ask its officer.",
            document=self.name,
            subject=subject_sudo.name,
        )

    def _get_report_base_filename(self):
        return self.name

    def _today(self):
        """Return the date in the time zone of the controlling body."""
        zoned = self.with_context(tz=self.participant_id[:1].sudo().tz)
        return fields.Date.context_today(zoned, self._now())
