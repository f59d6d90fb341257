from odoo import models
from odoo.exceptions import UserError

from .social_control_document_mixin import HEAD, INSPECTOR


class SocialControlFindingFlow(models.Model):
    """A person confirms or dismisses a violation; measures follow."""

    _inherit = "social.control.finding"

    def action_confirm(self):
        """Confirm the candidates."""
        self._check_may(INSPECTOR)
        for finding in self:
            finding._check_transition("confirmed")
            if finding._missing_items():
                raise UserError(finding._missing_text())
        self._do_confirm()

    def action_dismiss(self, ground_id, reason, incident_id=False):
        """Dismiss the violations; confirmed ones are dismissed by a head.

        :param ground_id: id of the ground of dismissal
        :param reason: why, with the paper that proves it
        :param incident_id: id of the outage of an electronic service during the term
            of the request, if that is why
        """
        for finding in self:
            finding._check_may(INSPECTOR if finding.state == "candidate" else HEAD)
        self._check_text(reason, "dismissal_reason")
        ground = self.env["social.control.dismissal.ground"].browse(ground_id)
        self._check_text(ground.exists().name, "dismissal_ground_id")
        self._check_outage(incident_id)
        self._transition(
            "dismissed",
            payload={"ground": ground.code},
            dismissal_ground_id=ground.id,
            dismissal_reason=reason.strip(),
            dismissal_incident_id=incident_id,
        )
        self.sudo().item_ids._lift()

    def action_take_measure(self, liability_id, paper):
        """Record the measure that the head took or asked a court to take.

        :param liability_id: id of the measure
        :param paper: number and date of the paper
        """
        self._check_may(HEAD)
        self._check_text(paper, "measure_paper")
        liability = self.env["social.control.liability"].browse(liability_id)
        self._check_text(liability.exists().name, "measure_id")
        self._check_confirmed()
        self._lock_for_transition()
        for finding in self:
            finding._unlocked().write(
                {
                    "measure_id": liability.id,
                    "measure_paper": paper.strip(),
                    "measure_date": finding._today(),
                }
            )
        self._journal("measure_taken", {"liability": liability.code})

    def action_close(self):
        """Close violations that are eliminated or answered by a measure."""
        self._check_may(HEAD)
        for finding in self:
            finding._check_transition("closed")
            if not (finding.measure_id or finding.eliminated_date):
                raise UserError(
                    self.env._(
                        "Violation %(finding)s is neither eliminated nor answered by "
                        "a measure. Record one of the two first.",
                        finding=finding.name,
                    )
                )
        self._transition("closed")

    def _do_confirm(self):
        self._transition(
            "confirmed", confirmed_at=self._now(), confirmed_by_id=self.env.uid
        )

    def _do_eliminate(self):
        """Record that a check of a prescription found the violations eliminated."""
        open_findings = self.filtered(lambda one: one.state == "confirmed")
        for finding in open_findings:
            finding._unlocked().write({"eliminated_date": finding._today()})
        open_findings._journal("eliminated")

    def _missing_items(self):
        """Return what a violation needs before it is confirmed."""
        names = ["norm", "official_name", "liability_id"]
        if not self.request_id:
            names.append("description")
        if self.inspection_id:
            names.remove("liability_id")
        return [self._get_label(name) for name in names if not self[name]]

    def _missing_text(self):
        return self.env._(
            "Violation %(finding)s lacks: %(missing)s. Fill them in first.",
            finding=self.name,
            missing=", ".join(self._missing_items()),
        )

    def _check_confirmed(self):
        for finding in self:
            if finding.state != "confirmed":
                raise UserError(
                    self.env._(
                        "Violation %(finding)s is not confirmed, and no measure "
                        "follows. Confirm it first.",
                        finding=finding.name,
                    )
                )
