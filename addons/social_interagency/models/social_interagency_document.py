from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain


class SocialInteragencyDocument(models.Model):
    """A paper on a citizen's file, offered again before it is asked for anew."""

    _name = "social.interagency.document"
    _description = "Paper on file"
    _inherit = [
        "social.number.mixin",
        "social.transition.mixin",
        "social.signed.paper.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["name", "number"]
    _journal_field = "document_id"

    _transitions = {"held": {"destroyed"}}
    _code_fields = frozenset({"answer_id", "destroyed_at"})

    name = fields.Char(string="File number")
    state = fields.Selection(
        selection=[("held", "On file"), ("destroyed", "Destroyed")],
        required=True,
        readonly=True,
        copy=False,
        default="held",
        index=True,
    )
    document_type_id = fields.Many2one(
        comodel_name="social.interagency.document.type",
        required=True,
        ondelete="restrict",
        index=True,
    )
    citizen_id = fields.Many2one(
        comodel_name="social.interagency.citizen",
        ondelete="restrict",
        index=True,
    )
    number = fields.Char(string="Number of the paper")
    document_date = fields.Date(string="Date of the paper")
    issuer_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        string="Issued by",
        ondelete="restrict",
        index="btree_not_null",
    )
    received_date = fields.Date(required=True, default=fields.Date.context_today)
    valid_until = fields.Date(
        compute="_compute_dates", store=True, readonly=False, precompute=True
    )
    retention_until = fields.Date(
        string="Kept until", compute="_compute_dates", store=True, precompute=True
    )
    text = fields.Text(string="Information")
    answer_id = fields.Many2one(
        comodel_name="social.interagency.answer",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    attachment_ids = fields.Many2many(
        comodel_name="ir.attachment",
        bypass_search_access=True,
        relation="social_interagency_document_attachment_rel",
        string="Files",
        copy=False,
    )
    destroyed_at = fields.Datetime(readonly=True, copy=False)

    _reuse_idx = models.Index(
        "(citizen_id, document_type_id, valid_until) WHERE state = 'held'"
    )
    _retention_idx = models.Index("(retention_until) WHERE state = 'held'")

    @api.depends("received_date", "document_type_id")
    def _compute_dates(self):
        for document in self:
            kind = document.document_type_id
            start = document.received_date
            document.valid_until = start + relativedelta(days=kind.validity_days)
            document.retention_until = start + relativedelta(years=kind.retention_years)

    @api.depends("answer_id.signature_state")
    def _compute_signature_state(self):
        """Take the result of the answer for a paper that came with it."""
        super()._compute_signature_state()
        for document in self.filtered("answer_id"):
            document.signature_state = document.answer_id.signature_state

    @api.depends("name", "document_type_id")
    def _compute_display_name(self):
        for document in self:
            document.display_name = f"{document.name} {document.document_type_id.name}"

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        for document in documents.filtered("attachment_ids"):
            document.attachment_ids.sudo()._bind_to(document)
        return documents

    def write(self, vals):
        written = super().write(vals)
        if "attachment_ids" in vals and not self._is_unlocked():
            for document in self:
                document.attachment_ids.sudo()._bind_to(document)
        if "issuer_id" in vals:
            self.sudo().signature_ids._check_again()
        return written

    def _get_signing_participant(self):
        return self.issuer_id

    @api.model
    def _create_from_lines(self, lines_sudo):
        """Return one paper for each provided line of accepted requests."""
        lines_sudo.request_id.answer_ids.fetch(["own_number", "sent_at", "text"])
        return self._unlocked().create(
            [self._prepare_from_line(line_sudo) for line_sudo in lines_sudo]
        )

    @api.model
    def _prepare_from_line(self, line_sudo):
        request_sudo = line_sudo.request_id
        answer_sudo = request_sudo.answer_ids[:1]
        return {
            "document_type_id": line_sudo.document_type_id.id,
            "citizen_id": request_sudo.citizen_id.id,
            "number": answer_sudo.own_number,
            "document_date": answer_sudo.sent_at.date(),
            "received_date": answer_sudo.sent_at.date(),
            "issuer_id": request_sudo.addressee_id.id,
            "text": answer_sudo.text,
            "answer_id": answer_sudo.id,
        }

    @api.model
    def _get_reusable(self, citizen, document_types):
        """Return the papers on file that still serve, at most one for each type."""
        held = self.search(
            Domain("citizen_id", "=", citizen.id)
            & Domain("document_type_id", "in", document_types.ids)
            & Domain("state", "=", "held")
            & Domain("valid_until", ">=", "today")
            & Domain("document_type_id.validity_days", ">", 0),
            order="valid_until desc",
        )
        newest = {}
        for document in held:
            newest.setdefault(document.document_type_id, document)
        return self.browse(document.id for document in newest.values())

    def _is_open_for_files(self):
        """Files may be added and removed while the paper was entered by hand."""
        return self.state == "held" and not self.answer_id

    def _do_destroy(self, act):
        """Erase the files and details of the papers; number and journal stay."""
        self.sudo().attachment_ids._keyed_unlink()
        self._transition(
            "destroyed",
            payload={"destruction": act.id},
            citizen_id=False,
            number=False,
            text=False,
            destroyed_at=self._now(),
        )
