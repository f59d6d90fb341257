from odoo import api, fields, models
from odoo.fields import Domain

SOON_PARAMETER = "social_interagency.deadline_soon_days"


class SocialDeadlineMixin(models.AbstractModel):
    """One stored moment to meet, one closing moment, everything else derived."""

    _name = "social.deadline.mixin"
    _description = "Deadline"
    _inherit = ["social.lock.mixin"]

    _code_fields = frozenset({"deadline", "closed_at", "deadline_explanation"})

    deadline = fields.Datetime(readonly=True, copy=False)
    closed_at = fields.Datetime(readonly=True, copy=False)
    is_closed_late = fields.Boolean(compute="_compute_is_closed_late", store=True)
    deadline_state = fields.Selection(
        selection=[
            ("none", "No term"),
            ("ahead", "In time"),
            ("soon", "Due soon"),
            ("overdue", "Overdue"),
            ("done", "Done in time"),
            ("done_late", "Done late"),
        ],
        compute="_compute_deadline_state",
        search="_search_deadline_state",
    )
    deadline_explanation = fields.Json(readonly=True, copy=False)
    deadline_explanation_html = fields.Html(
        string="Why this date",
        compute="_compute_deadline_explanation_html",
        sanitize=False,
    )

    _deadline_open_idx = models.Index(
        "(deadline) WHERE closed_at IS NULL AND deadline IS NOT NULL"
    )

    @api.depends("deadline", "closed_at")
    def _compute_is_closed_late(self):
        for document in self:
            document.is_closed_late = bool(
                document.deadline
                and document.closed_at
                and document.closed_at > document.deadline
            )

    @api.depends("deadline", "closed_at")
    def _compute_deadline_state(self):
        rest = self
        for state, domain in self._deadline_domains().items():
            matching = rest.filtered_domain(domain)
            matching.deadline_state = state
            rest -= matching

    def _search_deadline_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        domains = self._deadline_domains()
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.depends("deadline_explanation")
    @api.depends_context("lang")
    def _compute_deadline_explanation_html(self):
        for document in self:
            document.deadline_explanation_html = document.deadline_explanation and (
                self.env["ir.qweb"]._render(
                    "social_interagency.deadline_explanation",
                    {"explanation": document.deadline_explanation},
                )
            )

    @api.model
    def _deadline_domains(self):
        """Return the partition of documents by deadline: exactly one matches."""
        days = int(self.env["ir.config_parameter"].sudo().get_param(SOON_PARAMETER, 2))
        due = Domain("deadline", "!=", False)
        running = due & Domain("closed_at", "=", False)
        closed = due & Domain("closed_at", "!=", False)
        soon = f"now +{days}d"
        return {
            "none": Domain("deadline", "=", False),
            "overdue": running & Domain("deadline", "<", "now"),
            "soon": running
            & Domain("deadline", ">=", "now")
            & Domain("deadline", "<", soon),
            "ahead": running & Domain("deadline", ">=", soon),
            "done": closed & Domain("is_closed_late", "=", False),
            "done_late": closed & Domain("is_closed_late", "=", True),
        }
