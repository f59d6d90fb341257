from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.selections import FORMS, OWNERSHIPS, REGIMES


class SocialControlRule(models.Model):
    """What the law says of a form of control under a regime."""

    _name = "social.control.rule"
    _description = "Rule of control events"
    _inherit = ["social.required.mixin"]
    _order = "regime, form"
    _rec_names_search = ["decision_title", "legal_basis"]

    regime = fields.Selection(selection=REGIMES, required=True, index=True)
    form = fields.Selection(selection=FORMS, required=True)
    active = fields.Boolean(default=True)
    term_value = fields.Integer(
        string="Term",
        required=True,
        default=10,
        aggregator=False,
        help="In working days, the day of the start included.",
    )
    is_checklist_required = fields.Boolean(string="Checklist obligatory")
    is_for_authority = fields.Boolean(string="Authorities")
    is_for_institution = fields.Boolean(string="Institutions")
    is_for_private = fields.Boolean(string="Private organisations")
    is_for_sole_trader = fields.Boolean(string="Sole traders")
    objection_days = fields.Integer(
        string="Term of objections",
        required=True,
        default=15,
        aggregator=False,
        help="In working days from the day after the act is handed over.",
    )
    order_days = fields.Integer(
        string="Usual term of a prescription",
        required=True,
        default=20,
        aggregator=False,
        help="In working days.",
    )
    order_extension_limit = fields.Integer(
        string="Extension of a prescription",
        required=True,
        default=20,
        aggregator=False,
        help="By how many working days in all acts may extend it.",
    )
    decision_title = fields.Char(string="Title of the order to inspect", required=True)
    act_title = fields.Char(string="Title of the act", required=True)
    order_title = fields.Char(string="Title of the prescription", required=True)
    legal_basis = fields.Char(required=True)
    order_legal_basis = fields.Char(
        string="Legal basis of the prescription", required=True
    )

    _regime_form_unique = models.UniqueIndex(
        "(regime, form) WHERE active",
        "This regime has a rule for this form. Archive the former rule first.",
    )
    _terms_positive = models.Constraint(
        "CHECK(term_value > 0 AND objection_days > 0 AND order_days > 0 "
        "AND order_extension_limit >= 0)",
        "Terms are one working day at least, the extension is not negative.",
    )

    @api.depends("regime", "form")
    @api.depends_context("lang")
    def _compute_display_name(self):
        titles = self._get_titles()
        for rule in self:
            rule.display_name = titles.get((rule.regime, rule.form), False)

    def _search_display_name(self, operator, value):
        """Find rules by the words that they are shown with, in the user's language."""
        domain = super()._search_display_name(operator, value)
        if operator != "ilike":
            return domain
        return Domain.OR(
            [
                domain,
                *(
                    Domain("regime", "=", regime) & Domain("form", "=", form)
                    for (regime, form), title in self._get_titles().items()
                    if value.lower() in title.lower()
                ),
            ]
        )

    @api.model
    def _get_titles(self):
        """Return how each form under each regime is called."""
        regimes, forms = (
            self._fields[name]._description_selection(self.env)
            for name in ("regime", "form")
        )
        return {
            (regime, form): f"{regime_name}: {form_name.lower()}"
            for regime, regime_name in regimes
            for form, form_name in forms
        }

    def write(self, vals):
        if {"regime", "form"} & vals.keys():
            raise UserError(
                self.env._(
                    "Rule “%(rule)s”: papers name its regime and form, so they stay. "
                    "Archive the rule and make another one.",
                    rule=self[:1].display_name,
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        inspections_sudo = self.env["social.control.inspection"].sudo()
        lines_sudo = self.env["social.control.plan.line"].sudo()
        domain = [("rule_id", "in", self.ids)]
        if inspections_sudo.search_count(domain, limit=1) or lines_sudo.search_count(
            domain, limit=1
        ):
            raise UserError(
                self.env._(
                    "Rule “%(rule)s” is used by papers and is not deleted. "
                    "Archive it, and nobody chooses it any more.",
                    rule=self[:1].display_name,
                )
            )

    def _why_not_subject(self, subject):
        """Return why an organisation is not inspected under this rule."""
        self.ensure_one()
        subject_sudo = subject.sudo()
        if not subject_sudo or self[f"is_for_{subject_sudo.ownership}"]:
            return ""
        labels = dict(
            subject_sudo._fields["ownership"]._description_selection(self.env)
        )
        return self.env._(
            "“%(rule)s” does not reach “%(subject)s”: it is “%(ownership)s”, and the "
            "law (%(legal_basis)s) allows: %(allowed)s. Choose another regime.",
            rule=self.display_name,
            subject=subject_sudo.name,
            ownership=labels[subject_sudo.ownership],
            legal_basis=self.legal_basis,
            allowed=", ".join(
                labels[key] for key, _label in OWNERSHIPS if self[f"is_for_{key}"]
            )
            or "–",
        )

    def _count_term(self, days, event_at, body, start_event, legal_basis):
        """Return the last moment of a term in naive UTC and its explanation.

        :param days: working days
        :param event_at: naive UTC moment
        :param body: participant whose calendar counts
        :param start_event: ``inspection_started`` or ``order_issued``
        """
        body_sudo = body.sudo()
        facts = {
            "value": days,
            "unit": "working_days",
            "start_event": start_event,
            "include_start_day": start_event == "inspection_started",
            "legal_basis": legal_basis,
        }
        return body_sudo.calendar_id._explain_due(facts, event_at, body_sudo.tz)
