from odoo import api, models
from odoo.fields import Domain


class SocialInteragencyMessageStamp(models.Model):
    """The signature of a message on the print of the paper that it brought."""

    _inherit = "social.interagency.message"

    @api.model
    def _get_stamped(self, request, answer=None):
        """Return the message with a checked signature by which the paper came."""
        paper = Domain("kind", "=", "request") & Domain("request_id", "=", request.id)
        if answer:
            paper = Domain("kind", "=", "answer") & Domain("answer_id", "=", answer.id)
        return self.sudo().search(
            paper & Domain("signature_state", "!=", False), order="id desc", limit=1
        )
