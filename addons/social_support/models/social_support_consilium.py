from odoo import fields, models
from odoo.exceptions import UserError

from .social_support_document_mixin import CURATOR, HEAD


class SocialSupportConsilium(models.Model):
    """The interagency consilium on a family: minutes and decisions."""

    _name = "social.support.consilium"
    _description = "Minutes of the consilium"
    _inherit = ["social.support.numbered.part.mixin"]
    _order = "held_at desc, id desc"

    _part_key = "consilium"
    _transitions = {"draft": {"signed"}}
    _code_fields = frozenset({"signed_date", "signer_id"})
    _content_fields = frozenset(
        {"held_at", "place", "chair_name", "participant_ids", "attendees", "agenda"}
        | {"minutes", "decision_ids"}
    )

    state = fields.Selection(
        selection=[("draft", "Draft"), ("signed", "Signed")],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
    )
    held_at = fields.Datetime(
        string="Held", required=True, default=lambda self: self._now()
    )
    place = fields.Char()
    chair_name = fields.Char(string="Chair", required=True)
    participant_ids = fields.Many2many(
        comodel_name="social.interagency.participant",
        relation="social_support_consilium_participant_rel",
        string="Organisations",
    )
    attendees = fields.Text(
        string="Present", help="Names and positions of those who took part."
    )
    agenda = fields.Text()
    minutes = fields.Text(string="What was said")
    decision_ids = fields.One2many(
        comodel_name="social.support.decision",
        inverse_name="consilium_id",
        string="Decisions",
    )
    unassigned_count = fields.Integer(
        string="Decisions not given yet", compute="_compute_unassigned_count"
    )
    signed_date = fields.Date(string="Signed on", readonly=True, copy=False)
    signer_id = fields.Many2one(
        comodel_name="res.users", string="Signed by", readonly=True, copy=False
    )

    def _compute_unassigned_count(self):
        for consilium in self:
            consilium.unassigned_count = len(
                consilium.decision_ids._filter_unassigned()
            )

    def action_sign(self):
        """Sign the minutes; they stay as they are from now on."""
        self._check_may(HEAD)
        for consilium in self:
            consilium._check_complete()
        today = fields.Date.context_today(self, self._now())
        self._transition("signed", signed_date=today, signer_id=self.env.uid)

    def action_assign(self):
        """Give the measures that were decided to their organisations."""
        self._check_may(CURATOR)
        for consilium in self:
            if consilium.state != "signed":
                raise UserError(
                    self.env._(
                        "Minutes %(minutes)s are not signed. "
                        "Have the head sign them, then give the measures.",
                        minutes=consilium.name,
                    )
                )
        self.decision_ids._filter_unassigned()._assign()

    def _check_complete(self):
        names = ["participant_ids", "attendees", "decision_ids"]
        if missing := [self._get_label(name) for name in names if not self[name]]:
            raise UserError(
                self.env._(
                    "Minutes %(minutes)s cannot be signed. They lack: %(missing)s. "
                    "Fill it in and try again.",
                    minutes=self.name,
                    missing=", ".join(missing),
                )
            )
