from odoo import fields, models
from odoo.exceptions import UserError

from .social_support_document_mixin import CURATOR, HEAD


class SocialSupportProgrammeFlow(models.Model):
    """The way of a programme from its draft to the conclusion on performance."""

    _inherit = "social.support.programme"

    def action_agree(self):
        """Record that the citizen agreed to the programme today (874н)."""
        self._check_may(CURATOR)
        self._check_complete()
        self._transition("agreed", agreed_date=self._today())

    def action_return(self):
        """Take the programmes back into the draft to correct them."""
        self._check_may(CURATOR)
        self._transition("draft", event="returned", agreed_date=False)

    def action_activate(self):
        """Sign the programmes and put them into force; former ones are superseded."""
        self._check_may(HEAD)
        for programme in self:
            programme._check_transition("in_force")
            programme._supersede_former()
            programme._transition(
                "in_force",
                in_force_date=self._today(),
                signer_name=programme.signer_name or self.env.user.name,
                signer_position=programme.signer_position
                or self.env.user.sudo().partner_id.function,
            )

    def action_complete(self, conclusion, recommendations=None):
        """Close the programmes with the conclusion on their performance.

        :param conclusion: what was performed by each kind of services
        :param recommendations: what the body advises further
        """
        self._check_may(HEAD)
        self._check_text(conclusion, "conclusion")
        self._check_marked()
        self._transition(
            "completed",
            conclusion=conclusion,
            recommendations=recommendations,
            closed_date=self._today(),
        )

    def action_terminate(self, reason):
        """End the programmes before their term.

        :param reason: the ground with the number and date of its paper
        """
        self._check_may(HEAD)
        self._check_text(reason, "close_reason")
        self._transition("terminated", close_reason=reason, closed_date=self._today())

    def action_new_version(self):
        """Copy the programme in force into a draft of its next version.

        :returns: the action that opens the draft
        """
        self.ensure_one()
        self._check_may(CURATOR)
        if self.state not in ("in_force", "completed"):
            raise UserError(
                self.env._(
                    "Programme %(programme)s was never in force. "
                    "Correct its draft instead of a new version.",
                    programme=self.name,
                )
            )
        today = self._today()
        draft = self.copy(
            {
                "issue_date": today,
                "valid_from": today,
                "valid_until": fields.Date.add(today, years=1),
            }
        )
        draft._unlocked().write({"previous_id": self.id, "version": self.version + 1})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": draft.id,
            "view_mode": "form",
        }

    def _supersede_former(self):
        former_sudo = self.sudo().search(
            [("citizen_id", "=", self.citizen_id.id), ("state", "=", "in_force")]
        )
        if not former_sudo:
            return
        if not self.env.user._acts_for(former_sudo.participant_id):
            raise UserError(
                self.env._(
                    "The citizen has programme %(former)s of “%(participant)s” in "
                    "force. Ask this participant to terminate it first.",
                    former=former_sudo.name,
                    participant=former_sudo.participant_id.name,
                )
            )
        former_sudo._transition(
            "superseded", payload={"next": self.id}, closed_date=self._today()
        )
        self.env.flush_all()

    def _check_complete(self):
        for programme in self:
            if missing := programme._missing_items():
                raise UserError(
                    self.env._(
                        "Programme %(programme)s cannot be agreed. It lacks: "
                        "%(missing)s. Complete it and try again.",
                        programme=programme.name,
                        missing=", ".join(missing),
                    )
                )

    def _missing_items(self):
        """Return what order 874н asks for and the draft does not have."""
        names = ["line_ids", "provider_ids", "conditions", "review_date"]
        return [self._get_label(name) for name in names if not self[name]]

    def _check_marked(self):
        for programme in self:
            rows = [*programme.line_ids, *programme.measure_ids]
            count = len([row for row in rows if not row.performance])
            if programme.state == "in_force" and count:
                raise UserError(
                    self.env._(
                        "Programme %(programme)s has rows without a mark of "
                        "performance: %(count)s. Mark them first.",
                        programme=programme.name,
                        count=count,
                    )
                )

    def _check_in_force(self):
        for programme in self:
            if programme.state != "in_force":
                raise UserError(
                    self.env._(
                        "Programme %(programme)s is not in force and takes no marks "
                        "or refusals. Put it into force first.",
                        programme=programme.name,
                    )
                )

    def _today(self):
        return fields.Date.context_today(self, self._now())
