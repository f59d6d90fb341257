from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

REPEAT_PARAMETER = "social_control.repeat_violation_days"
DEFAULT_REPEAT = 365
_FORMER = """EXISTS (
    SELECT FROM social_control_finding former
     WHERE former.subject_id = %(subject)s
       AND former.id != %(id)s
       AND lower(trim(former.norm)) = lower(trim(%(norm)s))
       AND former.state IN ('confirmed', 'closed')
       AND former.found_date < %(found)s
       AND former.found_date >= %(found)s - %(days)s
)"""


class SocialControlFindingRepeat(models.Model):
    """Whether the organisation broke the same norm within the year before."""

    _inherit = "social.control.finding"

    is_repeated = fields.Boolean(
        string="Repeated violation",
        compute="_compute_is_repeated",
        search="_search_is_repeated",
        help="The organisation broke the same norm within the year before.",
    )

    @api.depends("subject_id", "norm", "found_date")
    def _compute_is_repeated(self):
        repeated = self.filtered_domain(self._search_is_repeated("in", [True]))
        for finding in self:
            finding.is_repeated = finding in repeated

    def _search_is_repeated(self, operator, value):
        if operator != "in":
            return NotImplemented
        repeated = Domain.custom(to_sql=self._get_repeated_sql)
        return Domain.OR(repeated if wanted else ~repeated for wanted in value)

    @api.model
    def _get_repeated_sql(self, records, alias, query):
        get_param = self.env["ir.config_parameter"].sudo().get_param
        return SQL(
            _FORMER,
            **{
                name: SQL.identifier(alias, column)
                for name, column in (
                    ("id", "id"),
                    ("subject", "subject_id"),
                    ("norm", "norm"),
                    ("found", "found_date"),
                )
            },
            days=int(get_param(REPEAT_PARAMETER, DEFAULT_REPEAT)),
        )
