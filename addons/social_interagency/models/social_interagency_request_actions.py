from odoo import api, models


class SocialInteragencyRequestActions(models.Model):
    """Buttons that open the form of a decision before it is taken."""

    _inherit = "social.interagency.request"

    @api.model
    def create_and_send(self, vals_list):
        """Create complete requests and send them in one call, for programs.

        Either all are sent or nothing is saved.

        :param vals_list: list of dicts of field values, as for ``create``
        :returns: list of ids
        """
        requests = self.create(vals_list)
        requests.action_send()
        return requests.ids

    def action_open_answer(self):
        """Open the form of the answer."""
        self._check_can("answer")
        return self._open_form(
            "social.interagency.request.answering", {"default_request_id": self.id}
        )

    def action_open_return(self):
        """Ask what is missing, then return."""
        return self._open_decision("return")

    def action_open_cancel(self):
        """Ask for the ground, then cancel."""
        return self._open_decision("cancel")

    def action_open_extend(self):
        """Ask for the ground and the days, then extend."""
        return self._open_decision("extend")

    def action_open_suspend(self):
        """Ask for the ground, then suspend."""
        return self._open_decision("suspend")

    def action_open_resume(self):
        """Ask for the ground, then resume."""
        return self._open_decision("resume")

    def action_open_redirect(self):
        """Ask for the ground and the competent body, then redirect."""
        return self._open_decision("redirect")

    def action_accept_incomplete(self):
        """Accept the answers although they do not hold all that is needed."""
        self.action_accept(is_complete=False)

    def _get_report_base_filename(self):
        return self.name

    def _open_decision(self, kind):
        self._check_can(kind)
        return self._open_form(
            "social.interagency.request.decision",
            {"default_request_ids": self.ids, "default_kind": kind},
        )

    def _open_form(self, model, context):
        return {
            "type": "ir.actions.act_window",
            "name": self.env["ir.model"]._get(model).name,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": context,
        }
