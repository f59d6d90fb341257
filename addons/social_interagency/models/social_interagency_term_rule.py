from odoo import api, fields, models, tools
from odoo.fields import Domain
from odoo.tools.misc import babel_locale_parse

from ..tools.selections import CHANNELS

PLURALS = ("zero", "one", "two", "few", "many", "other")


class SocialInteragencyTermRule(models.Model):
    """How long a step may last and from which event its term runs (§5б)."""

    _name = "social.interagency.term.rule"
    _description = "Term Rule"
    _inherit = ["social.law.mixin", "social.interagency.regulation.content.mixin"]
    _order = "regulation_id, step, document_type_id, channel, id"
    _rec_name = "term_text"

    regulation_id = fields.Many2one(
        help="Empty: the rule stands behind every regulation that has none of its own.",
    )
    step = fields.Selection(
        selection=[
            ("prepare", "Preparing the request"),
            ("send", "Sending the request"),
            ("answer", "Answering"),
            ("acceptance", "Accepting the answer"),
        ],
        required=True,
        default="answer",
    )
    document_type_id = fields.Many2one(
        comodel_name="social.interagency.document.type",
        string="Document",
        ondelete="restrict",
        index="btree_not_null",
        help="Empty: any document.",
    )
    channel = fields.Selection(selection=CHANNELS, help="Empty: any channel.")
    value = fields.Integer(string="Term", required=True, default=5, aggregator=False)
    unit = fields.Selection(
        selection=[
            ("working_days", "Working days"),
            ("calendar_days", "Calendar days"),
            ("hours", "Hours"),
            ("months", "Months"),
        ],
        required=True,
        default="working_days",
    )
    start_event = fields.Selection(
        selection=[
            ("created", "Creation"),
            ("sent", "Sending"),
            ("received", "Receipt"),
            ("registered", "Registration"),
            ("queued", "Placing into the queue"),
        ],
        string="Counted from",
        required=True,
        default="received",
    )
    include_start_day = fields.Boolean(
        string="Counts the day of the event",
        help="The day of the event is the first day of the term.",
    )
    hours_run_on = fields.Boolean(
        string="Hours run on",
        default=True,
        help="Hours of days off count too. Clear the mark to count only the hours of "
        "working days, 24 in each.",
    )
    extension_limit = fields.Integer(
        string="Extension, at most",
        aggregator=False,
        help="Working days by which signed acts may extend the term in all.",
    )
    legal_basis = fields.Char()
    term_text = fields.Char(string="In words", compute="_compute_term_text")

    _value_positive = models.Constraint(
        "CHECK (value > 0)", "A term is at least one day or hour long."
    )
    _extension_limit_range = models.Constraint(
        "CHECK (extension_limit >= 0)",
        "Enter how many working days an extension may take, or zero for none.",
    )
    _rule_unique = models.UniqueIndex(
        "(COALESCE(regulation_id, 0), step, COALESCE(document_type_id, 0), "
        "COALESCE(channel, ''))",
        "The regulation has a term for this step, document and channel already. "
        "Change that rule.",
    )

    @api.depends("value", "unit", "start_event", "include_start_day", "hours_run_on")
    @api.depends_context("lang")
    def _compute_term_text(self):
        for rule in self:
            rule.term_text = self._get_term_text(rule._get_term_values())

    def _get_term_values(self):
        """Return what makes the term, as explanations keep it."""
        return {
            "value": self.value,
            "unit": self.unit,
            "start_event": self.start_event,
            "include_start_day": self.include_start_day,
            "hours_run_on": self.hours_run_on,
        }

    @api.model
    def _get_term_text(self, values):
        """Return a term in words, such as “5 working days from the day of receipt”."""
        length = self._get_length_text(values)
        texts = {
            "created": self.env._("%s from the day of creation", length),
            "sent": self.env._("%s from the day of sending", length),
            "received": self.env._("%s from the day of receipt", length),
            "registered": self.env._("%s from the day of registration", length),
            "queued": self.env._("%s from the day of placing into the queue", length),
        }
        text = texts[values["start_event"]]
        if values["include_start_day"] and values["unit"] != "hours":
            return self.env._("%s, this day included", text)
        return text

    @api.model
    def _get_length_text(self, values):
        """Return the number with its unit; the forms of a plural are divided by |."""
        units = {
            "working_days": self.env._("working day|working days"),
            "calendar_days": self.env._("calendar day|calendar days"),
            "hours": self.env._("hour|hours"),
            "months": self.env._("month|months"),
        }
        if values["unit"] == "hours" and not values["hours_run_on"]:
            units["hours"] = self.env._("hour of working days|hours of working days")
        return self.env._(
            "%(number)s %(unit)s",
            number=values["value"],
            unit=self._get_plural(units[values["unit"]], values["value"]),
        )

    @api.model
    def _get_plural(self, forms, number):
        """Return the form that fits the number, out of forms divided by ``|``."""
        forms = forms.split("|")
        rule = babel_locale_parse(self.env.lang).plural_form
        tags = [tag for tag in PLURALS if tag in rule.tags or tag == "other"]
        return forms[min(tags.index(rule(number)), len(forms) - 1)]

    @api.model
    def _pick_each(self, regulation, step, document_types, channel):
        """Return the most specific rule of each document type, as one recordset.

        A rule of the regulation stands above a general one, a rule for the document
        above one for any, a rule for the channel above one for any.
        """
        type_ids = tuple(document_types.ids)
        return self.browse(
            self._pick_each_ids(regulation.id, step, type_ids, channel)
        ).sudo()

    @api.model
    @tools.ormcache("regulation_id", "step", "type_ids", "channel")
    def _pick_each_ids(self, regulation_id, step, type_ids, channel):
        rules = (
            self.sudo()
            .search(
                Domain("regulation_id", "in", {False, regulation_id})
                & Domain("step", "=", step)
                & Domain("document_type_id", "in", {False, *type_ids})
                & Domain("channel", "in", {False, channel})
            )
            .sorted(lambda rule: rule._get_rank(), reverse=True)
        )
        kinds = self.env["social.interagency.document.type"].browse(type_ids)
        picked = [rules._filter_covering(kind)[:1] for kind in kinds or [kinds]]
        return self.browse().union(*picked).ids

    def _filter_covering(self, document_type):
        return self.filtered(lambda rule: rule.document_type_id <= document_type)

    def _get_rank(self):
        return bool(self.regulation_id), bool(self.document_type_id), bool(self.channel)

    @api.model
    def _pick(self, regulation, step, document_types, channel):
        """Return the most specific rule, an empty record when there is none."""
        rules = self._pick_each(regulation, step, document_types, channel)
        return rules.sorted(lambda rule: rule._get_rank(), reverse=True)[:1]

    @api.model
    def _plan(self, regulation, step, document_types, channel, events, calendar, tz):
        """Return ``(deadline, explanation, rule)`` of a step.

        Of several document types the term that ends first is taken. Without a rule,
        or before the event from which it counts, deadline and explanation are False.

        :param events: ``{start event: naive UTC moment or False}``
        :param tz: name of the time zone of the body whose calendar is given
        """
        rules = self._pick_each(regulation, step, document_types, channel)
        starts = {rule: events.get(rule._get_facts()["start_event"]) for rule in rules}
        plans = [
            (*rule._due(start, calendar, tz), rule)
            for rule, start in starts.items()
            if start
        ]
        if not plans:
            return False, False, rules[:1]
        return min(plans, key=lambda plan: plan[0])

    @tools.ormcache("self.id")
    def _get_facts(self):
        """Return what explanations keep of a rule; not to be changed by the caller."""
        rule_sudo = self.sudo()
        return {
            **rule_sudo._get_term_values(),
            "legal_basis": rule_sudo.legal_basis or "",
        }

    def _due(self, event_at, calendar, tz_name):
        """Return the deadline in naive UTC and its explanation for a JSON field.

        :param event_at: naive UTC moment of the event
        :raises UserError: when the term needs a year that is not loaded
        """
        self.ensure_one()
        facts = {**self._get_facts(), "rule_id": self.id}
        return calendar._explain_due(facts, event_at, tz_name)
