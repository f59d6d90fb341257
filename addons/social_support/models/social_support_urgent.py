from odoo import fields, models
from odoo.exceptions import UserError

from .social_support_document_mixin import CURATOR


class SocialSupportUrgent(models.Model):
    """The act of urgent services: no programme, no contract (442-ФЗ, art. 21)."""

    _name = "social.support.urgent"
    _description = "Act of urgent services"
    _inherit = ["social.support.document.mixin"]
    _journal_field = "urgent_id"

    _transitions = {"draft": {"done", "cancelled"}}
    _code_fields = frozenset({"done_date", "cancel_reason"})
    _content_fields = frozenset(
        {"citizen_id", "provider_id", "line_ids", "basis", "application_id"}
        | {"informant_id", "basis_details", "start_date", "end_date", "conditions"}
    )

    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("done", "Services provided"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        index=True,
    )
    citizen_id = fields.Many2one(string="Recipient", required=True)
    provider_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        required=True,
        ondelete="restrict",
        index=True,
    )
    basis = fields.Selection(
        selection=[
            ("application", "Application of the citizen"),
            ("information", "Information of an organisation"),
        ],
        required=True,
        default="application",
    )
    application_id = fields.Many2one(
        comodel_name="social.interagency.application",
        domain="[('citizen_id', '=', citizen_id)]",
        ondelete="restrict",
        index="btree_not_null",
    )
    informant_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        string="Informed by",
        ondelete="restrict",
        index="btree_not_null",
    )
    basis_details = fields.Char(
        string="Paper",
        required=True,
        help="Number and date of the application or of the information.",
    )
    start_date = fields.Date(
        string="Provided from", required=True, default=fields.Date.context_today
    )
    end_date = fields.Date(
        string="Provided until", required=True, default=fields.Date.context_today
    )
    conditions = fields.Text()
    line_ids = fields.One2many(
        comodel_name="social.support.urgent.line",
        inverse_name="urgent_id",
        string="Services",
    )
    done_date = fields.Date(string="Date of the act", readonly=True, copy=False)
    cancel_reason = fields.Char(readonly=True, copy=False)
    journal_ids = fields.One2many(
        comodel_name="social.support.journal",
        inverse_name="urgent_id",
    )

    _term_ordered = models.Constraint(
        "CHECK(end_date >= start_date)",
        "Urgent services cannot end before they begin. Correct the dates.",
    )
    _informant_set = models.Constraint(
        "CHECK(basis != 'information' OR informant_id IS NOT NULL)",
        "Name the organisation that informed about the need for urgent services.",
    )

    def action_done(self):
        """Sign the acts: the services were provided."""
        self._check_may(CURATOR)
        for act in self:
            if not act.line_ids:
                raise UserError(
                    self.env._(
                        "Act %(act)s names no services. Add what was provided.",
                        act=act.name,
                    )
                )
        today = fields.Date.context_today(self, self._now())
        self._transition("done", done_date=today)

    def action_cancel(self, reason):
        """Cancel drafts that were made by mistake.

        :param reason: why the services were not provided
        """
        self._check_may(CURATOR)
        self._check_text(reason, "cancel_reason")
        self._transition("cancelled", cancel_reason=reason)
