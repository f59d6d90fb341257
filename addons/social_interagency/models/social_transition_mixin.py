from odoo import fields, models
from odoo.exceptions import LockError, UserError


class SocialTransitionMixin(models.AbstractModel):
    """The only way by which ``state`` changes.

    A model lists its arrows in ``_transitions`` and defines ``state``; adding
    ``_code_fields`` it names what else only a transition may write.
    """

    _name = "social.transition.mixin"
    _description = "Transition between states"
    _inherit = ["social.lock.mixin"]

    _transitions = {}
    _code_fields = frozenset({"state", "state_changed_at", "state_changed_by_id"})

    state_changed_at = fields.Datetime(readonly=True, copy=False)
    state_changed_by_id = fields.Many2one(
        comodel_name="res.users", readonly=True, copy=False
    )

    def _check_code_fields(self, vals):
        if not self and vals.get("state") == self._get_initial_state():
            vals = {name: vals[name] for name in vals.keys() - {"state"}}
        super()._check_code_fields(vals)

    def _get_initial_state(self):
        return self.default_get(["state"])["state"]

    def _is_open_for_editing(self):
        return self.state == self._get_initial_state()

    def _transition(self, state, event=None, payload=None, **values):
        """Move the records to ``state``, stamp them and journal ``event``.

        The caller has checked the right; the write itself needs none.

        :param state: key of the new state
        :param event: journal event, the state's key when not given
        :param payload: what the journal entry adds, see ``_journal``
        :param values: further fields to write in the same statement
        :raises UserError: when an arrow is missing or another user was faster
        """
        self._lock_for_transition()
        self._check_transition(state)
        self._unlocked().write(
            {
                **values,
                "state": state,
                "state_changed_at": self._now(),
                "state_changed_by_id": self.env.uid,
            }
        )
        self._journal(event or state, payload)

    def _lock_for_transition(self):
        try:
            self.sudo().lock_for_update()
        except LockError as error:
            raise UserError(
                self.env._(
                    "%(document)s is being changed by another user right now. "
                    "Reload the page and try again.",
                    document=self._get_refusal_name(),
                )
            ) from error

    def _check_transition(self, state):
        for document in self:
            if state not in self._transitions.get(document.state, ()):
                raise UserError(document._explain_refused_transition(state))

    def _explain_refused_transition(self, state):
        labels = dict(self._fields["state"]._description_selection(self.env))
        return self.env._(
            "%(document)s is in the state “%(current)s” and cannot become "
            "“%(wanted)s”. Reload the page to see what is possible now.",
            document=self._get_refusal_name(),
            current=labels[self.state],
            wanted=labels[state],
        )
