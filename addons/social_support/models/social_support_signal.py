from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .social_support_document_mixin import CURATOR


class SocialSupportSignal(models.Model):
    """Incoming information about a citizen or a family that may need support."""

    _name = "social.support.signal"
    _description = "Signal"
    _inherit = ["social.support.document.mixin", "social.deadline.mixin"]
    _journal_field = "signal_id"

    _transitions = {
        "registered": {"surveyed", "closed"},
        "surveyed": {"closed"},
    }
    _code_fields = frozenset({"surveyed_at", "consent", "decision", "result"})
    _content_fields = frozenset(
        {"received_at", "source_kind", "source_name", "informant_id", "family"}
        | {"content", "channel"}
    )

    state = fields.Selection(
        selection=[
            ("registered", "Registered"),
            ("surveyed", "Surveyed"),
            ("closed", "Closed"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="registered",
        index=True,
    )
    received_at = fields.Datetime(required=True, default=lambda self: self._now())
    source_kind = fields.Selection(
        selection=[
            ("participant", "Participant of the interaction"),
            ("citizen", "The citizen or a relative"),
            ("neighbour", "Neighbours, acquaintances"),
            ("media", "Mass media, Internet"),
            ("anonymous", "Anonymous"),
            ("own", "Found by the body itself"),
        ],
        string="Source",
        required=True,
        default="participant",
    )
    informant_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        string="Participant",
        ondelete="restrict",
        index="btree_not_null",
    )
    source_name = fields.Char(string="From whom")
    channel = fields.Selection(
        selection=[
            ("phone", "Telephone"),
            ("visit", "In person"),
            ("letter", "Letter"),
            ("email", "E-mail"),
            ("other", "Otherwise"),
        ],
        required=True,
        default="phone",
    )
    family = fields.Char(
        required=True,
        help="About whom: the name as it was given, and the address.",
    )
    citizen_id = fields.Many2one(string="Card of the citizen")
    content = fields.Text(string="Information", required=True)
    is_surveyed = fields.Boolean(
        string="Family surveyed", compute="_compute_is_surveyed", store=True
    )
    surveyed_at = fields.Datetime(string="Surveyed on", readonly=True, copy=False)
    consent = fields.Selection(
        selection=[
            ("given", "Given"),
            ("refused", "Refused"),
            ("none", "Not asked"),
        ],
        string="Consent of the family",
        readonly=True,
        copy=False,
    )
    consent_id = fields.Many2one(
        comodel_name="social.interagency.consent",
        string="Written consent",
        domain="[('citizen_id', '=', citizen_id)]",
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    decision = fields.Selection(
        selection=[
            ("support", "Social support is needed"),
            ("services", "Social services are needed"),
            ("urgent", "Urgent services given"),
            ("forwarded", "Passed to another participant"),
            ("not_confirmed", "Not confirmed"),
            ("no_consent", "The family refused"),
        ],
        readonly=True,
        copy=False,
    )
    result = fields.Text(readonly=True, copy=False)
    case_ids = fields.One2many(
        comodel_name="social.support.case",
        inverse_name="signal_id",
        string="Support case",
    )
    journal_ids = fields.One2many(
        comodel_name="social.support.journal",
        inverse_name="signal_id",
    )

    _informant_set = models.Constraint(
        "CHECK(source_kind != 'participant' OR informant_id IS NOT NULL)",
        "Name the participant that sent the information.",
    )

    @api.depends("surveyed_at")
    def _compute_is_surveyed(self):
        for signal in self:
            signal.is_surveyed = bool(signal.surveyed_at)

    @api.constrains("citizen_id", "consent_id")
    def _check_consent(self):
        for signal in self:
            owner = signal.consent_id.citizen_id
            if owner and owner != signal.citizen_id:
                raise ValidationError(
                    self.env._(
                        "Signal %(signal)s: the written consent is of another "
                        "citizen. Choose a consent of this one.",
                        signal=signal.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        signals = super().create(vals_list)
        signals._plan_survey()
        return signals

    def write(self, vals):
        result = super().write(vals)
        if {"received_at", "participant_id"} & vals.keys():
            self._plan_survey()
        return result

    def action_survey(self, consent, citizen_id=None):
        """Record that the family was surveyed now.

        :param consent: ``given``, ``refused`` or ``none``
        :param citizen_id: id of the citizen's card, when the survey found the person
        """
        self._check_may(CURATOR)
        labels = dict(self._fields["consent"]._description_selection(self.env))
        self._check_text(labels.get(consent), "consent")
        now = self._now()
        values = {"citizen_id": citizen_id} if citizen_id else {}
        if citizen_id:
            self.env["social.interagency.citizen"].browse(citizen_id).check_access(
                "read"
            )
        self._transition(
            "surveyed", surveyed_at=now, closed_at=now, consent=consent, **values
        )

    def action_close(self, decision, result):
        """Close the signals with what was decided.

        :param decision: key of the selection ``decision``
        :param result: what was done, and why when the family was not surveyed
        """
        self._check_may(CURATOR)
        labels = dict(self._fields["decision"]._description_selection(self.env))
        self._check_text(labels.get(decision), "decision")
        self._check_text(result, "result")
        for signal in self:
            signal._check_decision(decision)
            signal._transition(
                "closed",
                payload={"decision": decision},
                decision=decision,
                result=result,
                closed_at=signal.closed_at or self._now(),
            )

    def action_open_case(self):
        """Open the support case of the family.

        :returns: the action that shows the case
        """
        self.ensure_one()
        self._check_may(CURATOR)
        case = self.sudo().case_ids.sudo(False) or self._create_case()
        return {
            "type": "ir.actions.act_window",
            "res_model": case._name,
            "res_id": case.id,
            "view_mode": "form",
        }

    def _create_case(self):
        if self.decision != "support" or not self.citizen_id:
            raise UserError(
                self.env._(
                    "Signal %(signal)s opens no case: it needs the card of the citizen "
                    "and the decision that social support is needed.",
                    signal=self.name,
                )
            )
        kind = self.consent_id.kind
        cases = self.env["social.support.case"]._keyed()
        case = cases.create(
            {
                "signal_id": self.id,
                "participant_id": self.participant_id.id,
                "citizen_id": self.citizen_id.id,
                "officer_id": self.officer_id.id,
                "situation": self.content,
                **({f"{kind}_id": self.consent_id.id} if kind else {}),
            }
        )
        return case.with_env(self.env)

    def _check_decision(self, decision):
        """Support rests on a survey and on the consent of the family."""
        if decision == "support" and self.consent != "given":
            raise UserError(
                self.env._(
                    "Signal %(signal)s: social support needs the consent of the "
                    "family. Survey the family and record its consent.",
                    signal=self.name,
                )
            )

    def _plan_survey(self):
        """Count by when the families are surveyed, in days of the own calendar."""
        norms = self.env["social.support.norm"]
        for signal in self:
            deadline, explanation = norms._due(
                "survey_days",
                "received",
                signal.received_at,
                signal.participant_id.sudo(),
            )
            signal._unlocked().write(
                {"deadline": deadline, "deadline_explanation": explanation}
            )
