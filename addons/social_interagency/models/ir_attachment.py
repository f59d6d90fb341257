import contextlib
import hashlib
import time
import uuid
from pathlib import Path, PurePath

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

SIZE_PARAMETER = "social_interagency.file_size_limit_mb"
KINDS_PARAMETER = "social_interagency.file_kinds"
DEFAULT_KINDS = (
    "pdf,jpg,jpeg,png,tif,tiff,doc,docx,xls,xlsx,odt,ods,rtf,txt,xml,sig,zip"
)
UNFINISHED = "unfinished"
UNFINISHED_SECONDS = 24 * 3600
EVIDENCE = frozenset({"datas", "raw", "res_model", "res_id", "res_field", "name"})


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    sha256 = fields.Char(
        string="SHA-256",
        readonly=True,
        copy=False,
        help="Digest of the file when it became part of a paper.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals.pop("sha256", None)
        attachments = super().create(vals_list)
        papers = attachments.filtered(
            lambda file: (
                (file.res_model or "").startswith("social.") and not file.res_field
            )
        )
        papers._seal_file()
        return attachments

    def write(self, vals):
        if "sha256" in vals or EVIDENCE & vals.keys():
            self._check_file_unlocked()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_evidence(self):
        self._check_file_unlocked()

    @api.model
    def _file_write(self, bin_value, checksum):
        """Write a file whole or not at all, whatever happens to disk or process."""
        try:
            name, path = self._get_path(bin_value, checksum)
            if not Path(path).exists():
                self._write_whole(path, bin_value)
                self._mark_for_gc(name)
        except OSError as error:
            raise UserError(
                self.env._(
                    "The file is not saved: the disk of the server takes no more. "
                    "Tell the administrator and attach the file again later."
                )
            ) from error
        return super()._file_write(bin_value, checksum)

    @api.model
    def _write_whole(self, path, content):
        """Write elsewhere and move to the place: no torn file bears a right name."""
        beside = Path(self._full_path(UNFINISHED)) / uuid.uuid4().hex
        beside.parent.mkdir(exist_ok=True)
        try:
            beside.write_bytes(content)
            beside.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                beside.unlink()
            raise

    @api.autovacuum
    def _gc_unfinished(self):
        """Remove what processes that were killed while they wrote have left."""
        before = time.time() - UNFINISHED_SECONDS
        for path in Path(self._full_path(UNFINISHED)).glob("*"):
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < before:
                    path.unlink()

    def _index(self, bin_data, mimetype, checksum=None):
        """Keep the texts of workbooks, with citizens' names, out of the search."""
        if self.env.context.get("social_unindexed"):
            return None
        return super()._index(bin_data, mimetype, checksum=checksum)

    def _bind_to(self, document):
        """Make the user's own fresh uploads the files of ``document``, sealed.

        The form of a record that is not saved yet uploads with an id of zero.

        :raises UserError: for a file that belongs to another document
        :raises ValidationError: for a file that is too large or of a wrong kind
        """
        place = (document._name, document.id)
        fresh = self.filtered(lambda file: (file.res_model, file.res_id) != place)
        fresh._check_own_uploads()
        keyed = document._keyed().env
        fresh.with_env(keyed).write(
            {"res_model": document._name, "res_id": document.id}
        )
        fresh.filtered(lambda file: not file.sha256)._seal_file()

    def _check_own_uploads(self):
        """Refuse files that another user uploaded or that belong to a record."""
        for file_sudo in self.sudo():
            is_fresh = not file_sudo.res_id and not file_sudo.res_field
            if file_sudo.create_uid != self.env.user or not is_fresh:
                raise UserError(
                    self.env._("A file belongs to another document. Upload it anew.")
                )

    def _seal_file(self):
        keyed = self.with_env(self.env["social.lock.mixin"]._keyed().env)
        for file in keyed:
            content = file.raw or b""
            file._check_file_kind(len(content))
            file.sha256 = hashlib.sha256(content).hexdigest()

    def _check_file_kind(self, size):
        limit, kinds = self._get_file_limit(), self._get_file_kinds()
        kind = PurePath(self.name or "").suffix[1:].lower()
        paper = self.env["ir.model"]._get(self.res_model).name
        if size > limit * 1024 * 1024:
            raise ValidationError(
                self.env._(
                    "%(paper)s: a file is over %(limit)s MB. "
                    "Split it or scan it with a lower resolution.",
                    paper=paper,
                    limit=limit,
                )
            )
        if kind not in kinds:
            raise ValidationError(
                self.env._(
                    "%(paper)s: a file of the kind “%(kind)s” is not taken. "
                    "Attach one of: %(kinds)s.",
                    paper=paper,
                    kind=kind,
                    kinds=", ".join(kinds),
                )
            )

    @api.model
    def _get_file_limit(self):
        """Return how large a file may be, in megabytes."""
        get_param = self.env["ir.config_parameter"].sudo().get_param
        return int(get_param(SIZE_PARAMETER, 25))

    @api.model
    def _get_file_kinds(self):
        get_param = self.env["ir.config_parameter"].sudo().get_param
        return get_param(KINDS_PARAMETER, DEFAULT_KINDS).split(",")

    def _check_file_unlocked(self):
        if self.env["social.lock.mixin"]._is_unlocked():
            return
        for file in self.sudo():
            if file.sha256 and not file._is_in_open_paper():
                raise UserError(
                    self.env._(
                        "A file of a sent paper stays as it is. "
                        "Add a new file to the next paper."
                    )
                )

    def _is_in_open_paper(self):
        paper = self.env[self.res_model].browse(self.res_id).exists()
        is_open = getattr(paper, "_is_open_for_files", None)
        return not paper or bool(is_open and is_open())

    def _keyed_unlink(self):
        """Delete files of papers that an act destroys."""
        self.with_env(self.env["social.lock.mixin"]._keyed().env).unlink()
