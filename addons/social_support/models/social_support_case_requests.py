from odoo import models
from odoo.exceptions import UserError

from .social_support_document_mixin import CURATOR


class SocialSupportCaseRequests(models.Model):
    """One click asks the participants for what the measures of the case need."""

    _inherit = "social.support.case"

    _request_field = "support_case_id"

    def action_ask(self):
        """Draft the requests for all papers that are neither held nor asked.

        :returns: a notification that says what was made, reused and left open
        """
        self.ensure_one()
        self._check_may(CURATOR)
        self._check_living()
        return self._ask()

    def action_view_requests(self):
        """Open the requests of the case; a new one comes prefilled."""
        action = super().action_view_requests()
        action["context"]["default_consent_id"] = self.consent_id.id
        action["context"]["default_measure_id"] = self._get_measures()[:1].id
        return action

    def _get_measures(self):
        """Return the measures that the plan in force or in preparation names."""
        plans = self.plan_ids.filtered(lambda plan: plan.state in ("draft", "current"))
        return plans.line_ids.measure_id

    def _get_required_types(self):
        types = self._get_measures().document_type_ids
        if not types:
            raise UserError(
                self.env._(
                    "Support case %(case)s: the measures of the plan need no papers. "
                    "Put measures into the plan or complete their list of papers.",
                    case=self.name,
                )
            )
        return types

    def _get_request_subject(self, types):
        measure = self._get_measures().filtered(
            lambda measure: types[0] in measure.document_type_ids
        )
        return {"measure_id": measure[:1].id}
