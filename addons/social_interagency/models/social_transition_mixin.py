from odoo import api, fields, models
from odoo.exceptions import LockError, UserError

_TRANSITION_TOKEN = object()


class SocialTransitionMixin(models.AbstractModel):
    """The only way by which ``state`` changes.

    A model lists its arrows in ``_transitions`` and defines ``state``. Import,
    RPC, ``sudo`` and copy cannot set the state: the token that opens the door
    is an object of this process.
    """

    _name = "social.transition.mixin"
    _description = "Transition between states"

    _transitions = {}

    state_changed_at = fields.Datetime(readonly=True, copy=False)
    state_changed_by_id = fields.Many2one(
        comodel_name="res.users", readonly=True, copy=False
    )

    @api.model_create_multi
    def create(self, vals_list):
        initial = self._get_initial_state()
        if any(vals.get("state", initial) != initial for vals in vals_list):
            self._refuse_state_write()
        return super().create(vals_list)

    def write(self, vals):
        if "state" in vals and not self._is_transition():
            self._refuse_state_write()
        return super().write(vals)

    @api.model
    def _get_initial_state(self):
        return self.default_get(["state"])["state"]

    def _is_transition(self):
        return self.env.context.get("social_transition") is _TRANSITION_TOKEN

    def _refuse_state_write(self):
        raise UserError(
            self.env._(
                "%(document)s: the state changes only by its actions. "
                "Open the document and use its buttons.",
                document=self._description,
            )
        )

    def _transition(self, state, event=None, payload=None, **values):
        """Move the records to ``state``, stamp them and journal ``event``.

        :param state: key of the new state
        :param event: journal event, the state's key when not given
        :param payload: what the journal entry adds, see ``_journal``
        :param values: further fields to write in the same statement
        :raises UserError: when an arrow is missing or another user was faster
        """
        self._lock_for_transition()
        self._check_transition(state)
        self.with_context(social_transition=_TRANSITION_TOKEN).write(
            {
                **values,
                "state": state,
                "state_changed_at": fields.Datetime.now(),
                "state_changed_by_id": self.env.uid,
            }
        )
        self._journal(event or state, payload)

    def _lock_for_transition(self):
        try:
            self.lock_for_update()
        except LockError as error:
            raise UserError(
                self.env._(
                    "%(document)s is being changed by another user right now. "
                    "Reload the page and try again.",
                    document=", ".join(self.mapped("display_name")),
                )
            ) from error
        self.invalidate_recordset(["state"])

    def _check_transition(self, state):
        for document in self:
            if state not in self._transitions.get(document.state, ()):
                raise UserError(document._explain_refused_transition(state))

    def _explain_refused_transition(self, state):
        labels = dict(self._fields["state"]._description_selection(self.env))
        return self.env._(
            "%(document)s is in the state “%(current)s” and cannot become "
            "“%(wanted)s”. Reload the page to see what is possible now.",
            document=self.display_name,
            current=labels[self.state],
            wanted=labels[state],
        )
