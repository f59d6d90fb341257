from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

CRON = "social_interagency.ir_cron_make_workbooks"
ACTIVITY = "social_interagency.mail_activity_type_workbook"
LARGE_PARAMETER = "social_interagency.workbook_large_rows"
DAYS_PARAMETER = "social_interagency.workbook_days"
DEFAULT_LARGE = 5_000
DEFAULT_DAYS = 30
DEFAULT_TZ = "Europe/Moscow"
REMOVE_BATCH = 100


class SocialWorkbook(models.Model):
    """A workbook (XLSX) that a user has ordered: it holds what this user may see.

    A kind is a key of ``kind`` and a method ``_get_tables_<kind>``, which returns a
    list of :class:`tools.workbook.Table`. The file belongs to its owner alone; the
    record stays when the file is removed, and who took out what stays in the journal.
    """

    _name = "social.workbook"
    _description = "Workbook"
    _inherit = [
        "social.transition.mixin",
        "social.journal.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _rec_name = "kind"
    _journal_field = "workbook_id"

    _transitions = {
        "queued": {"making"},
        "making": {"making", "ready", "failed"},
        "ready": {"expired"},
        "failed": {"queued"},
    }
    _code_fields = frozenset(
        {
            "kind",
            "user_id",
            "period_from",
            "period_to",
            "participant_id",
            "has_names",
            "progress",
            "attempt_count",
            "row_count",
            "file",
            "made_at",
            "failure",
        }
    )

    kind = fields.Selection(
        selection=[("requests", "Register of requests")],
        string="Content",
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        selection=[
            ("queued", "Waiting"),
            ("making", "Being made"),
            ("ready", "Ready"),
            ("failed", "Not made"),
            ("expired", "File removed"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="queued",
        index=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Made by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
        index=True,
    )
    participant_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        help="Only papers of this participant; all that you may see if empty.",
    )
    period_from = fields.Date(string="Period from", required=True, readonly=True)
    period_to = fields.Date(string="Period to", required=True, readonly=True)
    has_names = fields.Boolean(string="With citizens' names", readonly=True)
    progress = fields.Integer(
        string="Progress, %", readonly=True, copy=False, aggregator=False
    )
    attempt_count = fields.Integer(readonly=True, copy=False, aggregator=False)
    row_count = fields.Integer(
        string="Rows", readonly=True, copy=False, aggregator=False
    )
    file = fields.Binary(attachment=True, readonly=True, copy=False)
    file_name = fields.Char(compute="_compute_file_name")
    made_at = fields.Datetime(readonly=True, copy=False)
    failure = fields.Char(string="Why not made", readonly=True, copy=False)
    can_make = fields.Boolean(compute="_compute_can_make")

    _period_ordered = models.Constraint(
        "CHECK (period_from <= period_to)",
        "Workbook: the period ends before it begins. Correct its days.",
    )

    @api.depends("kind", "period_from", "period_to")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for workbook in self:
            workbook.display_name = (
                f"{workbook._get_title()} {workbook._get_period_text()}"
            )

    @api.depends("display_name")
    @api.depends_context("lang")
    def _compute_file_name(self):
        for workbook in self:
            workbook.file_name = f"{workbook.display_name}.xlsx"

    @api.depends("state", "user_id")
    @api.depends_context("uid")
    def _compute_can_make(self):
        for workbook in self:
            workbook.can_make = not workbook._why_not_make()

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_unlocked():
            raise UserError(
                self.env._(
                    "A workbook is ordered by the button “Make a Workbook” of the list."
                )
            )
        quiet = self.with_context(tracking_disable=True)
        return super(SocialWorkbook, quiet).create(vals_list).with_env(self.env)

    def action_make(self):
        """Make waiting or failed workbooks: a small one now, a large one by the job."""
        for workbook in self:
            workbook._check_can_make()
            if workbook.state == "failed":
                workbook._transition("queued", failure=False, attempt_count=0)
            if workbook._is_large():
                self.env.ref(CRON)._trigger()
            else:
                workbook._as_owner()._do_make()

    def action_download(self):
        """Download the file; the reminder of it is done."""
        self.ensure_one()
        self.check_access("read")
        if not self.sudo().file:
            raise UserError(
                self.env._(
                    "%(workbook)s: there is no file. Make the workbook again.",
                    workbook=self.display_name,
                )
            )
        self.sudo().activity_unlink([ACTIVITY])
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/file?download=true"
            "&filename_field=file_name",
            "target": "download",
        }

    @api.model
    def _get_kind_models(self):
        """Return the model whose readers may order a kind, by kind."""
        return {"requests": "social.interagency.request"}

    @api.model
    def _get_offered_kinds(self):
        """Return the options of ``kind`` that the user may order."""
        readable = self._get_kind_models()
        return [
            (kind, label)
            for kind, label in self._fields["kind"]._description_selection(self.env)
            if self.env[readable[kind]].has_access("read")
        ]

    @api.model
    def _get_named_kinds(self):
        """Return the kinds that can hold citizens' names."""
        return {"requests"}

    def _journal(self, event, payload=None):
        """Journal each file that is made: the states on the way are no evidence."""
        if event == "exported":
            super()._journal(event, payload)

    def _why_not_make(self):
        """Return why this user cannot make the workbook; an empty string if he can."""
        if self.user_id != self.env.user:
            return self.env._("A workbook is made by its owner only. Order your own.")
        if self.state not in ("queued", "failed"):
            return self.env._(
                "%(workbook)s is made or is being made. Reload the page to see it.",
                workbook=self.display_name,
            )
        return ""

    def _check_can_make(self):
        for workbook in self:
            if reason := workbook._why_not_make():
                raise UserError(reason)

    def _get_tables(self):
        """Return what the sheets hold, read with the rights of the owner."""
        return getattr(self, f"_get_tables_{self.kind}")()

    def _is_large(self):
        get_param = self.env["ir.config_parameter"].sudo().get_param
        limit = int(get_param(LARGE_PARAMETER, DEFAULT_LARGE))
        return sum(table.count for table in self._as_owner()._get_tables()) > limit

    def _as_owner(self):
        """Return the workbook with the rights, language and time zone of its owner."""
        owner = self.user_id
        context = {"lang": owner.lang, "tz": owner.tz or DEFAULT_TZ}
        return self.with_user(owner).with_context(**context)

    def _get_title(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        return labels.get(self.kind, "")

    def _get_period_text(self):
        days = (self.period_from, self.period_to)
        return " – ".join(
            format_date(self.env, day, date_format="dd.MM.yyyy") for day in days
        )

    def _get_zone(self):
        return ZoneInfo(self.env.context.get("tz") or DEFAULT_TZ)

    def _get_period_domain(self, name):
        """Return the domain of a moment within the period, by the owner's days."""
        zone, utc = self._get_zone(), ZoneInfo("UTC")
        after = self.period_to + timedelta(days=1)
        start, end = (
            datetime.combine(day, time(), zone).astimezone(utc).replace(tzinfo=None)
            for day in (self.period_from, after)
        )
        return Domain(name, ">=", start) & Domain(name, "<", end)

    @api.autovacuum
    def _gc_files(self):
        """Remove files whose days are over; the record of them stays."""
        get_param = self.env["ir.config_parameter"].sudo().get_param
        days = int(get_param(DAYS_PARAMETER, DEFAULT_DAYS))
        old = self.search(
            Domain("state", "=", "ready")
            & Domain("made_at", "<", self._now() - timedelta(days=days)),
            limit=REMOVE_BATCH,
        )
        old._transition("expired", file=False)
        old.activity_unlink([ACTIVITY])
        return len(old), len(old) == REMOVE_BATCH
