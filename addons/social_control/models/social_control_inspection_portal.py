from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .social_control_document_mixin import INSPECTOR


class SocialControlInspectionPortal(models.Model):
    """What the inspected organisation does with the act handed over to it."""

    _inherit = "social.control.inspection"

    can_acknowledge = fields.Boolean(compute="_compute_can_subject")
    can_object = fields.Boolean(compute="_compute_can_subject")

    @api.depends("handed_at", "acknowledged_at", "objection_deadline", "state")
    @api.depends_context("uid")
    def _compute_can_subject(self):
        for inspection in self:
            inspection.can_acknowledge = not inspection._why_not_acknowledge()
            inspection.can_object = not inspection._why_not_object()

    def action_acknowledge(self):
        """Record that the organisation has read the act."""
        for inspection in self:
            if reason := inspection._why_not_acknowledge():
                raise UserError(reason)
        self._lock_for_transition()
        self._unlocked().write(
            {"acknowledged_at": self._now(), "acknowledged_by_id": self.env.uid}
        )
        self._journal("acknowledged")

    def action_object(self, text, attachment_ids=()):
        """File an objection to the act.

        :param text: with what the organisation does not agree, and why
        :param attachment_ids: ids of files that this user has just uploaded
        :returns: id of the objection
        """
        self.ensure_one()
        if reason := self._why_not_object():
            raise UserError(reason)
        objections = self.env["social.control.objection"]
        self._check_text(text, "text", objections)
        self._lock_for_transition()
        objection_sudo = objections._create_with_files(
            {
                "inspection_id": self.id,
                "text": text.strip(),
                "filed_at": self._now(),
                "filed_by_id": self.env.uid,
            },
            attachment_ids,
        )
        self._journal("objected", {"objection": objection_sudo.id})
        return objection_sudo.id

    def _why_not_acknowledge(self):
        if reason := self._why_not_subject():
            return reason
        if not self.handed_at or self.acknowledged_at:
            return self.env._(
                "Inspection %(inspection)s: the act is not handed over or is "
                "acknowledged already. Reload the page.",
                inspection=self.name,
            )
        return ""

    def _why_not_object(self):
        """Inspectors file the objections that came on paper."""
        if self._why_not_subject() and (reason := self._why_not(INSPECTOR)):
            return reason
        if not self.handed_at or self.state == "closed":
            return self.env._(
                "Inspection %(inspection)s: the act is not handed over yet or the "
                "inspection is closed. Objections are filed between the two.",
                inspection=self.name,
            )
        if self._now() > self.objection_deadline:
            return self.env._(
                "Inspection %(inspection)s: the term of objections is over since "
                "%(day)s. Appeal against the act in the order of complaints.",
                inspection=self.name,
                day=self.objection_deadline.strftime("%d.%m.%Y"),
            )
        return ""

    @api.model
    def _count_for_portal(self):
        """Return how many acts wait to be acknowledged by the user."""
        handed = Domain("handed_at", "!=", False)
        return self._count_own(handed & Domain("acknowledged_at", "=", False))
