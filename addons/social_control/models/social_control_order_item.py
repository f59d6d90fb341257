from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class SocialControlOrderItem(models.Model):
    """One violation to eliminate: what is required and what the checks found."""

    _name = "social.control.order.item"
    _description = "Item of a prescription"
    _inherit = ["social.lock.mixin", "social.required.mixin"]
    _order = "order_id, id"
    _rec_name = "requirement"

    _code_fields = frozenset({"result", "note", "failed_count"})
    _content_fields = frozenset({"order_id", "finding_id", "requirement"})

    order_id = fields.Many2one(
        comodel_name="social.control.order",
        string="Prescription",
        required=True,
        ondelete="cascade",
        index=True,
    )
    can_check = fields.Boolean(related="order_id.can_check")
    finding_id = fields.Many2one(
        comodel_name="social.control.finding",
        string="Violation",
        required=True,
        ondelete="restrict",
        index=True,
    )
    norm = fields.Char(related="finding_id.norm")
    requirement = fields.Text(required=True)
    result = fields.Selection(
        selection=[
            ("pending", "To be checked"),
            ("met", "Met"),
            ("failed", "Not met"),
            ("lifted", "Lifted"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="pending",
    )
    note = fields.Char(string="What the check found", readonly=True, copy=False)
    failed_count = fields.Integer(
        string="Times not met", readonly=True, copy=False, aggregator=False
    )

    _finding_unique = models.UniqueIndex(
        "(order_id, finding_id)", "The prescription names this violation already."
    )

    @api.constrains("order_id", "finding_id")
    def _check_finding(self):
        for item in self:
            finding, order = item.finding_id, item.order_id
            others = finding.item_ids.order_id - order
            if (
                finding.inspection_id != order.inspection_id
                or finding.state != "confirmed"
                or others.filtered(lambda other: other.state != "cancelled")
            ):
                raise ValidationError(
                    self.env._(
                        "Prescription %(order)s: violation %(finding)s is not "
                        "confirmed, of another inspection or prescribed already. "
                        "Choose another one.",
                        order=order.name,
                        finding=finding.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:  # the key of a parent's creation opens no marks
            self._check_code_fields(vals)
        items = super().create(vals_list)
        items._check_content_open()
        return items

    @api.ondelete(at_uninstall=False)
    def _unlink_except_issued(self):
        self._check_content_open()

    def action_mark(self, result, note=None):
        """Mark items that wait for their check.

        :param result: ``met`` or ``failed``
        :param note: what the check found, needed when an item is not met
        """
        for order in self.order_id:
            if reason := order._why_not_check():
                raise UserError(reason)
        if result not in ("met", "failed"):
            result = None
        self._check_note(result, note)
        for item in self:
            if item.result not in ("pending", "met", "failed") or item._is_settled():
                raise UserError(
                    self.env._(
                        "Prescription %(order)s: this item was met before and is not "
                        "checked again. Mark the failed items only.",
                        order=item.order_id.name,
                    )
                )
        self._unlocked().write({"result": result, "note": (note or "").strip()})

    def action_mark_met(self):
        """Mark the items as met."""
        self.action_mark("met")

    def _check_note(self, result, note):
        order = self.order_id[:1]
        labels = dict(self._fields["result"]._description_selection(self.env))
        order._check_text(labels.get(result), "result", self)
        if result == "failed":
            order._check_text(note, "note", self)

    def _is_settled(self):
        """Tell whether an earlier check found the item met."""
        return bool(self.finding_id.eliminated_date)

    def _reopen(self):
        """Put the failed items to a new check; the others keep their result."""
        failed = self.filtered(lambda item: item.result == "failed")
        failed._unlocked().write({"result": "pending"})

    def _lift(self):
        """Take items off whose violation is dismissed."""
        waiting = self.filtered(lambda item: item.result in ("pending", "failed"))
        waiting._unlocked().write({"result": "lifted"})

    def _count_failure(self):
        for item in self:
            item._unlocked().write({"failed_count": item.failed_count + 1})

    def _is_open_for_editing(self):
        return self.sudo().order_id._is_open_for_editing()

    def _check_content_open(self):
        for item in self:
            if not item._is_open_for_editing():
                raise UserError(
                    self.env._(
                        "Prescription %(order)s is issued and its items stay. "
                        "Cancel it with a reason and draft another one.",
                        order=item.sudo().order_id.name,
                    )
                )
