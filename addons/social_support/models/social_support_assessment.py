from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools.selections import ROUBLES
from .social_support_document_mixin import CURATOR


class SocialSupportAssessment(models.Model):
    """The act of assessment of a family: members, housing, income, needs."""

    _name = "social.support.assessment"
    _description = "Act of assessment"
    _inherit = ["social.support.numbered.part.mixin"]

    _part_key = "assessment"
    _transitions = {"draft": {"signed"}}
    _code_fields = frozenset({"signed_date", "signer_id"})
    _content_fields = frozenset(
        {"visit_date", "kind", "present", "member_ids", "need_ids", "housing_kind"}
        | {"housing_rooms", "housing_area", "housing_state", "subsistence_minimum"}
        | {"income_note", "health", "relations", "resources", "conclusion"}
    )

    state = fields.Selection(
        selection=[("draft", "Draft"), ("signed", "Signed")],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
    )
    kind = fields.Selection(
        selection=[("primary", "Primary"), ("repeated", "Repeated")],
        required=True,
        default="primary",
    )
    visit_date = fields.Date(
        string="Assessed on", required=True, default=fields.Date.context_today
    )
    present = fields.Char(
        string="In the presence of", help="Members of the family and specialists."
    )
    member_ids = fields.One2many(
        comodel_name="social.support.assessment.member",
        inverse_name="assessment_id",
        string="Members of the family",
        compute="_compute_member_ids",
        store=True,
        readonly=False,
    )
    housing_kind = fields.Selection(
        selection=[
            ("own", "Owned"),
            ("social_rent", "Rented from the municipality"),
            ("rent", "Rented"),
            ("hostel", "Hostel"),
            ("relatives", "With relatives"),
            ("none", "None"),
        ],
        string="Housing",
    )
    housing_rooms = fields.Integer(string="Rooms", aggregator=False)
    housing_area = fields.Float(string="Area, m²", digits=(8, 1), aggregator=False)
    housing_state = fields.Text(
        string="State of the housing", help="Repair, heating, water, sleeping places."
    )
    subsistence_minimum = fields.Float(
        string="Subsistence minimum per person, roubles",
        digits=ROUBLES,
        aggregator=False,
    )
    income_total = fields.Float(
        string="Income of the family, roubles",
        digits=ROUBLES,
        compute="_compute_income",
        store=True,
        aggregator=False,
    )
    income_per_head = fields.Float(
        string="Income per person, roubles",
        digits=ROUBLES,
        compute="_compute_income",
        store=True,
        aggregator=False,
    )
    is_poor = fields.Boolean(
        string="Below the minimum", compute="_compute_income", store=True
    )
    income_note = fields.Text(string="Sources of income")
    health = fields.Text(help="Disability, illnesses, treatment.")
    relations = fields.Text(string="Relations in the family")
    resources = fields.Text(
        string="Strengths", help="What the family and its circle can do themselves."
    )
    need_ids = fields.One2many(
        comodel_name="social.support.need", inverse_name="assessment_id", string="Needs"
    )
    conclusion = fields.Text()
    signed_date = fields.Date(string="Signed on", readonly=True, copy=False)
    signer_id = fields.Many2one(
        comodel_name="res.users", string="Signed by", readonly=True, copy=False
    )

    @api.depends("case_id")
    def _compute_member_ids(self):
        """Begin with the family as the citizen's card has it."""
        for act in self:
            if not act.member_ids:
                act.member_ids = act.case_id.citizen_id.sudo()._prepare_members()

    @api.depends("member_ids.income", "subsistence_minimum")
    def _compute_income(self):
        for act in self:
            heads = len(act.member_ids)
            act.income_total = sum(act.member_ids.mapped("income"))
            act.income_per_head = heads and act.income_total / heads
            minimum = act.subsistence_minimum
            act.is_poor = bool(heads and minimum and act.income_per_head < minimum)

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._place_needs(vals, vals) for vals in vals_list])

    def write(self, vals):
        if "need_ids" in vals:
            self.ensure_one()
            vals = self._place_needs(vals, {"case_id": self.case_id.id})
        return super().write(vals)

    @api.model
    def _place_needs(self, vals, act):
        """Put the needs that an act finds into its case."""
        place = {"case_id": act.get("case_id")}
        return {
            **vals,
            "need_ids": [
                Command.create({**command[2], **place})
                if command[0] == Command.CREATE
                else command
                for command in vals.get("need_ids", ())
            ],
        }

    def action_sign(self):
        """Sign the acts; their text stays as it is from now on."""
        self._check_may(CURATOR)
        for act in self:
            act._check_complete()
        today = fields.Date.context_today(self, self._now())
        self._transition("signed", signed_date=today, signer_id=self.env.uid)

    def _check_complete(self):
        names = ["member_ids", "housing_kind", "conclusion"]
        if missing := [self._get_label(name) for name in names if not self[name]]:
            raise UserError(
                self.env._(
                    "Act of assessment %(act)s cannot be signed. It lacks: "
                    "%(missing)s. Fill it in and try again.",
                    act=self.name,
                    missing=", ".join(missing),
                )
            )
