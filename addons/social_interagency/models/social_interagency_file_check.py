from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

ROLES = ("social_interagency.group_auditor", "social_interagency.group_administrator")
ACTIVITY = "social_interagency.mail_activity_type_file"
JOB = "social_interagency.ir_cron_check_files"
BATCH = 100
# So many files an hour, and a pause between two checks, spare the disks.
SLICE = 2_000
PAUSE = timedelta(days=1)


class SocialInteragencyFileCheck(models.Model):
    """One reading of all files of papers against their SHA-256, in slices."""

    _name = "social.interagency.file.check"
    _description = "Check of Files"
    _inherit = ["social.evidence.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "started_at"

    _code_fields = frozenset(
        {
            "started_at",
            "finished_at",
            "user_id",
            "is_complete",
            "position",
            "file_count",
            "finding_ids",
        }
    )

    started_at = fields.Datetime(
        string="Started", required=True, readonly=True, default=fields.Datetime.now
    )
    finished_at = fields.Datetime(string="Finished", readonly=True)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Asked by",
        readonly=True,
        ondelete="restrict",
        help="Empty for a check of the daily job.",
    )
    is_complete = fields.Boolean(
        string="All files", readonly=True, help="The check came to the last file."
    )
    position = fields.Integer(readonly=True, help="The last file that was checked.")
    file_count = fields.Integer(string="Files checked", readonly=True)
    finding_ids = fields.One2many(
        comodel_name="social.interagency.file.finding",
        inverse_name="check_id",
        string="Lost or altered files",
        readonly=True,
    )
    finding_count = fields.Integer(
        string="Lost or altered", compute="_compute_finding_count"
    )

    _running_unique = models.UniqueIndex(
        "((finished_at IS NULL)) WHERE finished_at IS NULL",
        "A check of files is under way. Wait for its end.",
    )

    @api.depends("finding_ids")
    def _compute_finding_count(self):
        for check in self:
            check.finding_count = len(check.finding_ids)

    def action_check_now(self):
        """Begin a check of all files, whatever checks are chosen."""
        self._check_may_check()
        self._get_running()._finish()
        self._unlocked().create({"user_id": self.env.uid})
        self.env.ref(JOB).sudo()._trigger()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._(
                    "The check has begun. Its row shows how many files are read."
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _check_may_check(self):
        user = self.env.user
        if not any(user.has_group(role) for role in ROLES):
            raise AccessError(
                self.env._(
                    "Only an auditor or an administrator checks the files. "
                    "Ask the administrator for this role."
                )
            )

    @api.model
    def _get_running(self):
        return self.search(Domain("finished_at", "=", False), limit=1)

    @api.model
    def _start_due(self):
        """Return a new check when the last one is old enough, else nothing."""
        recent = Domain("finished_at", ">", fields.Datetime.now() - PAUSE)
        if self.search_count(recent & Domain("is_complete", "=", True), limit=1):
            return self.browse()
        return self._unlocked().create({})

    def _has_work(self, left):
        """Tell whether the job goes on; a check that a person asked for has no slice.

        :param left: how many files remain of this hour's slice
        """
        return bool(self and not self.finished_at and (self.user_id or left > 0))

    def _check_batch(self):
        """Check the next files and return their number; after the last one finish."""
        files_sudo = self.env["ir.attachment"].sudo()
        files_sudo = files_sudo._get_sealed_after(self.position, BATCH)
        faults = {file: fault for file in files_sudo if (fault := file._get_fault())}
        if faults and not self.finding_ids:
            self._alert()
        self.env["social.interagency.file.finding"]._record(self, faults)
        if files_sudo:
            count = self.file_count + len(files_sudo)
            values = {"position": files_sudo[-1:].id, "file_count": count}
            self._unlocked().write(values)
        if len(files_sudo) < BATCH:
            self._finish(is_complete=True)
        return len(files_sudo)

    def _finish(self, is_complete=False):
        self._unlocked().write(
            {"finished_at": fields.Datetime.now(), "is_complete": is_complete}
        )
        self.flush_recordset(["finished_at"])

    def _alert(self):
        """Put one activity on the list of each auditor and administrator."""
        check_sudo = self.sudo()
        for user in self.env["res.users"].union(
            *(self.env.ref(role).all_user_ids for role in ROLES)
        ):
            check_sudo.activity_schedule(ACTIVITY, user_id=user.id)

    @api.model
    def _cron_check(self):
        """Check the next slice; a job that was cut off goes on where it stood."""
        check, left = self._get_running() or self._start_due(), SLICE
        while check._has_work(left) and check.try_lock_for_update():
            count = check._check_batch()
            left -= count
            remaining = int(check._has_work(left))
            progress = self.env["ir.cron"]._commit_progress
            if not progress(count, remaining=remaining):
                break
