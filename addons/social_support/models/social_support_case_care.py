from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .social_support_document_mixin import CURATOR

_LOAD_LOCK = 889_022  # first half of the advisory lock on a curator's cases


class SocialSupportCaseCare(models.Model):
    """How closely a family is cared for: its level, its visits, its curator's load."""

    _inherit = "social.support.case"

    level_ids = fields.One2many(
        comodel_name="social.support.case.level",
        inverse_name="case_id",
        string="History of levels",
    )
    level_id = fields.Many2one(
        comodel_name="social.support.level",
        compute="_compute_level_id",
        store=True,
        index="btree_not_null",
    )
    level_limit_date = fields.Date(
        string="Level until", compute="_compute_level_id", store=True
    )
    load_warning = fields.Char(compute="_compute_load_warning")

    @api.depends("level_ids.end_date")
    def _compute_level_id(self):
        for case in self:
            current = case.level_ids.filtered(lambda level: not level.end_date)
            last = current or case.level_ids[:1]
            case.level_id = last.level_id
            case.level_limit_date = current.limit_date

    @api.depends("officer_id", "state")
    def _compute_load_warning(self):
        soft = self.env["social.support.norm"]._get_value("load_soft")
        counts = self._count_open_cases(self.officer_id)
        for case in self:
            count = counts.get(case.officer_id, 0)
            is_high = case._is_living() and count > soft
            case.load_warning = is_high and self.env._(
                "The curator keeps %(count)s open cases, the norm is %(norm)s.",
                count=count,
                norm=soft,
            )

    @api.model_create_multi
    def create(self, vals_list):
        cases = super().create(vals_list)
        cases._check_load()
        return cases

    def write(self, vals):
        result = super().write(vals)
        if vals.get("officer_id"):
            self._check_load()
        return result

    def action_set_level(self, level_id, reason):
        """Set the level of support from today and plan the next visit by it.

        :param level_id: id of a level from the list
        :param reason: why this level, by which paper
        """
        self._check_may(CURATOR)
        self._check_living()
        level = self.env["social.support.level"].browse(level_id).exists()
        history = self.env["social.support.case.level"]
        self._check_text(level.name, "level_id")
        self._check_text(reason, "reason", history)
        today = self._get_today()
        self.level_ids._end_current(today)
        history._unlocked().create(
            [
                {
                    "case_id": case.id,
                    "level_id": level.id,
                    "start_date": today,
                    "limit_date": fields.Date.add(today, days=level.limit_days),
                    "reason": reason,
                }
                for case in self
            ]
        )
        self._journal("level_set", {"level": level.code})
        for case in self:
            case.visit_ids._plan_next(case)

    @api.model
    def _count_open_cases(self, curators):
        """Return ``{curator: number of open cases}`` over all participants."""
        return dict(
            self.sudo()._read_group(
                [
                    ("officer_id", "in", curators.ids),
                    ("state", "not in", ["closed", "refused"]),
                ],
                ["officer_id"],
                ["__count"],
            )
        )

    def _check_load(self):
        """Refuse more cases than a curator may keep.

        The lock makes two heads who give cases to one curator wait for each other.
        """
        curators = self.filtered(lambda case: case._is_living()).sudo().officer_id
        for curator in curators.sorted("id"):
            self.env.execute_query(
                SQL("SELECT pg_advisory_xact_lock(%s, %s)", _LOAD_LOCK, curator.id)
            )
        limit = self.env["social.support.norm"]._get_value("load_hard")
        for curator, count in self._count_open_cases(curators).items():
            if count > limit:
                raise UserError(
                    self.env._(
                        "%(curator)s keeps %(limit)s open cases, and more are not "
                        "allowed. Choose another curator or close a case first.",
                        curator=curator.name,
                        limit=limit,
                    )
                )
