from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.selections import FAILED_ANSWERS
from .social_control_document_mixin import INSPECTOR


class SocialControlInspectionAct(models.Model):
    """The act: what is checked before it, how it is signed and handed over."""

    _inherit = "social.control.inspection"

    remark_html = fields.Html(
        string="Self-check",
        compute="_compute_remark_html",
        sanitize=False,
        groups="base.group_user",
    )

    @api.depends(
        "line_ids.answer",
        "line_ids.norm",
        "line_ids.note",
        "line_ids.checked_date",
        "line_ids.attachment_ids",
        "finding_ids.norm",
        "closing_date",
        "conclusion",
        "representative",
        "state",
    )
    @api.depends_context("lang")
    def _compute_remark_html(self):
        for inspection in self:
            inspection.remark_html = inspection.state == "started" and (
                self.env["ir.qweb"]._render(
                    "social_control.inspection_remarks",
                    {"remarks": inspection._get_remarks()},
                )
            )

    def action_sign_act(self, late_ground=False):
        """Sign the acts today; violations of the checklists become findings.

        :param late_ground: why the act is signed after the closing day
        """
        self._check_may(INSPECTOR)
        for inspection in self:
            inspection._check_inspector()
            inspection._check_transition("act_signed")
            inspection._check_signable()
            inspection._do_sign_act((late_ground or "").strip())

    def action_hand_over(self, kind="portal"):
        """Hand the signed acts over; the term of objections begins.

        :param kind: ``portal``, ``person`` or ``post``
        """
        self._check_may(INSPECTOR)
        labels = dict(self._fields["handed_kind"]._description_selection(self.env))
        self._check_text(labels.get(kind), "handed_kind")
        for inspection in self:
            inspection._check_act_signed()
            inspection._do_hand_over(kind)

    def action_note_refusal(self, note):
        """Note that the organisation refused to sign the act.

        The act is then handed over by post or through the portal.

        :param note: who refused, and before whom
        """
        self._check_may(INSPECTOR)
        self._check_text(note, "refusal_note")
        for inspection in self:
            inspection._check_act_signed()
            inspection._lock_for_transition()
            inspection._unlocked().write({"refusal_note": note.strip()})
            inspection._journal("refused_to_sign")

    def _get_remarks(self):
        """Return what is wrong before the act: its text and whether it blocks."""
        remarks = [
            {"text": text, "is_blocking": is_blocking}
            for line in self.line_ids
            for text, is_blocking in line._get_remarks()
        ]
        remarks += [
            {"text": finding._missing_text(), "is_blocking": True}
            for finding in self.finding_ids
            if finding.state == "candidate" and finding._missing_items()
        ]
        return remarks + self._get_act_remarks()

    def _get_act_remarks(self):
        _ = self.env._
        checks = [
            (
                not (self.conclusion or "").strip(),
                True,
                _("The result is not written."),
            ),
            (not self.place, False, _("The place of the inspection is not named.")),
            (
                not self.representative,
                False,
                _("The representative of the organisation is not named."),
            ),
            (
                self._today() > self._get_closing_day(),
                False,
                _("The closing day is over: the act needs the ground of its delay."),
            ),
        ]
        return [
            {"text": text, "is_blocking": is_blocking}
            for is_wrong, is_blocking, text in checks
            if is_wrong
        ]

    def _check_signable(self):
        blocking = [one["text"] for one in self._get_remarks() if one["is_blocking"]]
        if blocking:
            raise UserError(
                self.env._(
                    "The act of inspection %(inspection)s cannot be signed. "
                    "Correct first: %(remarks)s",
                    inspection=self.name,
                    remarks=" ".join(blocking),
                )
            )

    def _get_closing_day(self):
        """Return the day on which the act is to be signed."""
        return self.closing_date or min(self._today(), self._get_last_day())

    def _do_sign_act(self, late_ground):
        today, closing_date = self._today(), self._get_closing_day()
        if today > closing_date and not late_ground:
            raise UserError(
                self.env._(
                    "Inspection %(inspection)s ended on %(day)s and its act is signed "
                    "on that day. State the ground of the delay.",
                    inspection=self.name,
                    day=closing_date.strftime("%d.%m.%Y"),
                )
            )
        now = self._now()
        self._transition(
            "act_signed",
            act_date=today,
            act_signed_at=now,
            closing_date=closing_date,
            closed_at=now,
            late_ground=today > closing_date and late_ground,
            signer_id=self.env.uid,
        )
        failed = self.line_ids.filtered(lambda line: line.answer in FAILED_ANSWERS)
        findings = self.env["social.control.finding"]._create_from_lines(failed)
        candidates = self.finding_ids.filtered(lambda one: one.state == "candidate")
        (findings | candidates)._do_confirm()

    def _check_act_signed(self):
        """Nothing of an act changes once it is handed over."""
        if self.state != "act_signed" or self.handed_at:
            raise UserError(
                self.env._(
                    "Inspection %(inspection)s: its act is not signed yet or is handed "
                    "over already. Reload the page to see what is possible now.",
                    inspection=self.name,
                )
            )

    def _do_hand_over(self, kind):
        self._lock_for_transition()
        now, body = self._now(), self.subject_id.sudo()
        self._unlocked().write(
            {
                "handed_at": now,
                "handed_kind": kind,
                "objection_deadline": body.calendar_id._add_working_days(
                    now, self.rule_id.sudo().objection_days, body.tz
                ),
            }
        )
        self._journal("handed_over", {"kind": kind})
