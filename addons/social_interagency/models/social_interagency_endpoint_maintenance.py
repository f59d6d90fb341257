from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

# Between filling in the form and saving it.
PATIENCE = timedelta(minutes=15)


class SocialInteragencyEndpointMaintenance(models.Model):
    """Maintenance announced before it begins; its time is no outage."""

    _name = "social.interagency.endpoint.maintenance"
    _description = "Planned maintenance"
    _inherit = ["social.lock.mixin", "social.required.mixin"]
    _order = "start_at desc, id desc"
    _rec_name = "ground"

    _code_fields = frozenset({"announced_at", "announced_by_id"})
    _content_fields = frozenset({"endpoint_id", "start_at", "ground"})

    endpoint_id = fields.Many2one(
        comodel_name="social.interagency.endpoint",
        string="Electronic service",
        required=True,
        ondelete="restrict",
        index=True,
    )
    start_at = fields.Datetime(string="Begins", required=True)
    end_at = fields.Datetime(string="Ends", required=True)
    ground = fields.Char(
        required=True,
        help="The letter or the notice by which the owner announces the maintenance.",
    )
    announced_at = fields.Datetime(
        string="Announced",
        required=True,
        readonly=True,
        default=lambda self: self._now(),
    )
    announced_by_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        default=lambda self: self.env.user,
        groups="base.group_user",
    )

    is_in_force = fields.Boolean(string="In force now", compute="_compute_is_in_force")

    _period_ordered = models.Constraint(
        "CHECK(end_at > start_at)",
        "Planned maintenance ends after it begins. Correct its end.",
    )
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (int4range(endpoint_id, endpoint_id, '[]') WITH &&, "
        "tsrange(start_at, end_at) WITH &&)",
        "The planned maintenance overlaps another one of this electronic service. "
        "Move one of the two.",
    )

    @api.depends("start_at", "end_at")
    def _compute_is_in_force(self):
        running = self.filtered_domain(self._get_domain_in_force())
        running.is_in_force = True
        (self - running).is_in_force = False

    @api.constrains("start_at")
    def _check_start_at(self):
        for plan in self:
            if plan.start_at < self._now() - PATIENCE:
                raise ValidationError(
                    self.env._(
                        "Planned maintenance “%(ground)s” begins in the past. "
                        "Announce it before it begins: what was not announced is "
                        "an outage.",
                        ground=plan.ground,
                    )
                )

    @api.constrains("end_at")
    def _check_end_at(self):
        for plan in self.filtered(lambda one: one._has_begun()):
            if plan.end_at < self._now() - PATIENCE:
                raise ValidationError(
                    self.env._(
                        "Planned maintenance “%(ground)s”: its new end lies in the "
                        "past. Enter the present moment.",
                        ground=plan.ground,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        plans = super().create(vals_list)
        plans._journal_on_service("maintenance_announced")
        return plans

    def write(self, vals):
        if "end_at" in vals:
            self._check_only_shortened(fields.Datetime.to_datetime(vals["end_at"]))
        result = super().write(vals)
        self._journal_on_service("maintenance_changed")
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        self._check_content_open()
        self._journal_on_service("maintenance_cancelled")

    def action_end_now(self):
        """End the maintenance earlier than it was planned."""
        self.check_access("write")
        self.write({"end_at": self._now()})

    @api.model
    def _get_domain_in_force(self, moment="now"):
        return Domain("start_at", "<=", moment) & Domain("end_at", ">", moment)

    def _has_begun(self):
        return self.start_at <= self._now()

    def _is_open_for_editing(self):
        return not self._has_begun()

    def _check_content_open(self):
        for plan in self.filtered(lambda one: one._has_begun()):
            raise UserError(
                self.env._(
                    "Planned maintenance “%(ground)s” has begun and stays as it was "
                    "announced. You can only end it earlier.",
                    ground=plan.ground,
                )
            )

    def _check_only_shortened(self, end_at):
        for plan in self.filtered(lambda one: one._has_begun()):
            if not end_at or end_at > plan.end_at or plan.end_at <= self._now():
                plan._check_content_open()

    def _journal_on_service(self, event):
        for plan in self:
            plan.endpoint_id._journal(
                event,
                {
                    "since": fields.Datetime.to_string(plan.start_at),
                    "until": fields.Datetime.to_string(plan.end_at),
                },
            )
