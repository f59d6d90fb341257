from odoo import fields, models


class SocialSupportProgrammeClosing(models.TransientModel):
    """The words with which a programme is completed or terminated."""

    _name = "social.support.programme.closing"
    _description = "Closing of an individual programme"

    programme_id = fields.Many2one(
        comodel_name="social.support.programme",
        string="Individual programme",
        required=True,
    )
    outcome = fields.Selection(
        selection=[
            ("complete", "Completed, with a conclusion"),
            ("terminate", "Terminated before its term"),
        ],
        required=True,
        default="complete",
    )
    text = fields.Text(
        string="Conclusion or ground",
        required=True,
        help="The conclusion on performance, or the ground of the termination.",
    )
    recommendations = fields.Text()

    def action_confirm(self):
        """Close the programme with the chosen outcome."""
        self.ensure_one()
        if self.outcome == "complete":
            self.programme_id.action_complete(self.text, self.recommendations)
        else:
            self.programme_id.action_terminate(self.text)
        return {"type": "ir.actions.act_window_close"}
