from odoo import api, fields, models, tools


class SocialSupportNorm(models.Model):
    """A number of the region's rules of social support: a term or a limit.

    The program ships the list; the ministry sets the values and their legal basis.
    """

    _name = "social.support.norm"
    _description = "Norm of social support"
    _inherit = ["social.law.mixin", "social.required.mixin"]
    _order = "sequence, id"

    code = fields.Char(required=True, readonly=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10, aggregator=False)
    value = fields.Integer(required=True, aggregator=False)
    unit = fields.Selection(
        selection=[
            ("working_days", "Working days"),
            ("months", "Months"),
            ("cases", "Cases"),
        ],
        required=True,
        readonly=True,
    )
    legal_basis = fields.Char(required=True)

    _code_unique = models.UniqueIndex("(code)", "A norm with this code exists.")
    _value_positive = models.Constraint(
        "CHECK(value > 0)", "A norm is greater than zero. Correct its value."
    )

    @api.model
    @tools.ormcache("code")
    def _get_facts(self, code):
        """Return value, unit and legal basis of a norm, not to be changed."""
        norm_sudo = self.sudo().search([("code", "=", code)])
        norm_sudo.ensure_one()
        return {
            "value": norm_sudo.value,
            "unit": norm_sudo.unit,
            "legal_basis": norm_sudo.legal_basis,
        }

    @api.model
    def _get_value(self, code):
        return self._get_facts(code)["value"]

    @api.model
    def _due(self, code, start_event, moment, body):
        """Return the end of a term in the days of a body, and its explanation.

        :param start_event: from what the term counts, a key of the term rules
        :param moment: naive UTC moment of that event
        :param body: the participant whose calendar counts
        """
        return body.calendar_id._explain_due(
            {**self._get_facts(code), "start_event": start_event}, moment, body.tz
        )
