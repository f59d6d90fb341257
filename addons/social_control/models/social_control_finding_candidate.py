from odoo import api, models
from odoo.fields import Domain

BATCH = 200


class SocialControlFindingCandidate(models.Model):
    """Where candidates come from: checklists and answers to requests."""

    _inherit = "social.control.finding"

    @api.model
    def _create_from_lines(self, lines):
        """Return one candidate for each failed answer of signed checklists."""
        return (
            self._unlocked()
            .create(
                [
                    {
                        "participant_id": line.inspection_id.participant_id.id,
                        "officer_id": line.inspection_id.officer_id.id,
                        "subject_id": line.inspection_id.subject_id.id,
                        "inspection_id": line.inspection_id.id,
                        "line_id": line.id,
                        "found_date": line.checked_date,
                        "norm": line.norm,
                        "description": line.note,
                        "severity": line.severity,
                    }
                    for line in lines
                ]
            )
            .with_env(self.env)
        )

    @api.model
    def _cron_propose(self):
        """Make a candidate of each late or missing answer, once for a request.

        A second run finds nothing to do; a person confirms or dismisses.
        """
        requests = self.env["social.interagency.request"]
        domain = self._get_breach_domain()
        while batch := requests.search(domain, limit=BATCH, order="id"):
            locked = batch.try_lock_for_update()
            self._propose(locked)
            if not locked or not self.env["ir.cron"]._commit_progress(len(locked)):
                break

    @api.model
    def _get_breach_domain(self):
        """Return the requests whose term is missed and that have no violation."""
        terms = self.env["social.interagency.request"]._deadline_domains()
        return (
            (terms["overdue"] | terms["done_late"])
            & Domain("state", "!=", "cancelled")
            & Domain("control_finding_ids", "=", False)
        )

    @api.model
    def _propose(self, requests):
        liability = self.env["social.control.liability"].search(
            [("is_for_answers", "=", True)], limit=1
        )
        requests.invalidate_recordset(["control_finding_ids"])
        return self._unlocked().create(
            [
                self._prepare_candidate(request, liability)
                for request in requests.filtered_domain(self._get_breach_domain())
            ]
        )

    @api.model
    def _prepare_candidate(self, request, liability):
        return {
            "participant_id": self._get_controller(request).id,
            "officer_id": False,
            "subject_id": request.addressee_id.id,
            "request_id": request.id,
            "breach": "late" if request.closed_at else "missing",
            "norm": liability.breached_norm,
            "liability_id": liability.id,
        }

    @api.model
    def _get_controller(self, request):
        """Return the body that controls the answer, never the late body itself."""
        regulation = request.regulation_id
        bodies = regulation.controller_id, regulation.coordinator_id, request.sender_id
        return next(body for body in bodies if body and body != request.addressee_id)
