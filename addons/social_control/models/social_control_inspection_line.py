from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.selections import ANSWERS, FAILED_ANSWERS, SEVERITIES
from .social_control_document_mixin import INSPECTOR


class SocialControlInspectionLine(models.Model):
    """A question as it stood at the start of the inspection, and its answer."""

    _name = "social.control.inspection.line"
    _description = "Answer of a checklist"
    _inherit = ["social.evidence.mixin"]
    _order = "inspection_id, sequence, id"
    _rec_name = "text"

    _code_fields = frozenset(
        {"inspection_id", "question_id", "sequence", "section", "text", "weight"}
        | {"severity", "legal_basis", "is_evidence_needed"}
    )
    _content_fields = frozenset(
        {"answer", "norm", "note", "checked_date", "attachment_ids"}
    )

    inspection_id = fields.Many2one(
        comodel_name="social.control.inspection",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    participant_id = fields.Many2one(related="inspection_id.participant_id")
    state = fields.Selection(related="inspection_id.state")
    question_id = fields.Many2one(
        comodel_name="social.control.question",
        string="Source",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    sequence = fields.Integer(readonly=True, string="No.", aggregator=False)
    section = fields.Char(readonly=True)
    text = fields.Text(string="Question", required=True, readonly=True)
    legal_basis = fields.Char(readonly=True)
    weight = fields.Float(readonly=True, aggregator=False)
    severity = fields.Selection(selection=SEVERITIES, readonly=True)
    is_evidence_needed = fields.Boolean(string="Evidence obligatory", readonly=True)
    answer = fields.Selection(selection=ANSWERS, required=True, default="not_checked")
    norm = fields.Char(
        string="Norm broken",
        compute="_compute_norm",
        store=True,
        readonly=False,
        help="The very provision that is broken; proposed from the question.",
    )
    note = fields.Text(string="What was found")
    checked_date = fields.Date(
        string="Checked on",
        compute="_compute_checked_date",
        store=True,
        readonly=False,
    )
    attachment_ids = fields.Many2many(
        comodel_name="ir.attachment",
        bypass_search_access=True,
        relation="social_control_line_attachment_rel",
        string="Evidence",
        copy=False,
    )

    @api.depends("answer")
    def _compute_norm(self):
        for line in self:
            if line.answer not in FAILED_ANSWERS:
                line.norm = False
            elif not line.norm:
                line.norm = line.legal_basis

    @api.depends("answer")
    def _compute_checked_date(self):
        for line in self:
            if line.answer == "not_checked":
                line.checked_date = False
            elif not line.checked_date:
                line.checked_date = line.inspection_id._today()

    def write(self, vals):
        if not self._is_unlocked() and self._content_fields & vals.keys():
            self.inspection_id._check_may(INSPECTOR)
        written = super().write(vals)
        if "attachment_ids" in vals and not self._is_unlocked():
            for line in self:
                line.attachment_ids.sudo()._bind_to(line)
        return written

    @api.model
    def _create_from_questions(self, inspection, questions):
        """Copy the questions with their weights: the method of the total is frozen."""
        return self._unlocked().create(
            [
                {
                    "inspection_id": inspection.id,
                    "question_id": question.id,
                    "sequence": number,
                    "section": question.section,
                    "text": question.text,
                    "legal_basis": question.legal_basis,
                    "weight": question.weight,
                    "severity": question.severity,
                    "is_evidence_needed": question.is_evidence_needed,
                }
                for number, question in enumerate(questions, start=1)
            ]
        )

    def _is_open_for_editing(self):
        return self.sudo().inspection_id.state == "started"

    def _is_open_for_files(self):
        """Evidence may be added and removed until the act is signed."""
        return self._is_open_for_editing()

    def _check_content_open(self):
        for line in self:
            if not line._is_open_for_editing():
                raise UserError(
                    self.env._(
                        "Inspection %(inspection)s: the checklist is filled in from "
                        "the start until the act is signed. Answers stay as signed.",
                        inspection=line.sudo().inspection_id.name,
                    )
                )

    def _get_remarks(self):
        """Return pairs of a sentence and whether it forbids to sign the act."""
        _, number = self.env._, self.sequence
        is_failed = self.answer in FAILED_ANSWERS
        is_bare = not self.attachment_ids
        checks = [
            (
                is_failed and not (self.norm or "").strip(),
                True,
                _("Question %s: a violation without a norm.", number),
            ),
            (
                is_failed and not (self.note or "").strip(),
                True,
                _("Question %s: it is not written what was found.", number),
            ),
            (
                self.answer == "compliant" and is_bare,
                self.is_evidence_needed,
                _("Question %s: a positive answer without evidence.", number),
            ),
            (
                self._is_outside_term(),
                True,
                _("Question %s: the date lies outside the term.", number),
            ),
            (
                self.answer == "not_checked",
                self.inspection_id.rule_id.is_checklist_required,
                _("Question %s is not checked.", number),
            ),
            (
                self.answer == "not_applicable" and not (self.note or "").strip(),
                False,
                _("Question %s: it is not written why it does not apply.", number),
            ),
        ]
        return [
            (text, is_blocking) for is_wrong, is_blocking, text in checks if is_wrong
        ]

    def _is_outside_term(self):
        inspection = self.inspection_id
        last = inspection.closing_date or inspection._get_last_day()
        return bool(
            self.checked_date
            and not inspection.carried_date <= self.checked_date <= last
        )
