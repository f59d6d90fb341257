from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..exchange import cms
from ..exchange.own_key import OwnKey

SUFFIX = ".sig"


class SocialInteragencySignature(models.Model):
    """One check of the signature of a file; a further check is a further row."""

    _name = "social.interagency.signature"
    _description = "Electronic signature of a file"
    _inherit = ["social.evidence.mixin", "social.signature.mixin"]
    _order = "id desc"
    _rec_name = "file_name"

    # Whoever works with the papers; an auditor changes nothing.
    _checking_groups = "social_interagency.group_clerk"

    _code_fields = frozenset(
        {
            "res_model",
            "res_id",
            "file_name",
            "attachment_id",
            "signature_attachment_id",
            "participant_id",
            "previous_id",
        }
    )

    res_model = fields.Char(string="Model of the paper", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Paper",
        model_field="res_model",
        required=True,
        readonly=True,
        index=True,
    )
    paper_ref = fields.Reference(
        selection="_selection_paper_ref",
        string="Document",
        compute="_compute_paper_ref",
    )
    file_name = fields.Char(string="File", required=True, readonly=True)
    attachment_id = fields.Many2one(
        comodel_name="ir.attachment",
        string="Signed file",
        readonly=True,
        ondelete="cascade",
        index="btree_not_null",
    )
    signature_attachment_id = fields.Many2one(
        comodel_name="ir.attachment",
        string="File of the signature",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    participant_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        string="Must be signed by",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    previous_id = fields.Many2one(
        comodel_name="social.interagency.signature",
        string="Previous check",
        readonly=True,
        ondelete="cascade",
        index="btree_not_null",
    )
    next_ids = fields.One2many(
        comodel_name="social.interagency.signature",
        inverse_name="previous_id",
        string="Next check",
        readonly=True,
    )
    can_check_again = fields.Boolean(compute="_compute_can_check_again")

    _previous_unique = models.UniqueIndex(
        "(previous_id) WHERE previous_id IS NOT NULL",
        "This signature is being checked again right now. Reload the page.",
    )

    @api.model
    def _selection_paper_ref(self):
        return self.env["ir.model"]._get_paper_labels()

    @api.depends("res_model", "res_id")
    def _compute_paper_ref(self):
        for signature in self:
            papers = self.env[signature.res_model]
            signature.paper_ref = papers.browse(signature.res_id)

    @api.depends("next_ids")
    @api.depends_context("uid")
    def _compute_can_check_again(self):
        for signature in self:
            signature.can_check_again = not signature._why_not_check_again()

    def _check_access(self, operation):
        """Let those read the check who may read the paper."""
        refusal = super()._check_access(operation)
        if refusal or self.env.su or not self:
            return refusal
        hidden = self.browse()
        for model, signatures_sudo in self.sudo().grouped("res_model").items():
            open_ids = self._get_open_ids(model, signatures_sudo.mapped("res_id"))
            hidden |= signatures_sudo.filtered(
                lambda signature, open_ids=open_ids: signature.res_id not in open_ids
            ).sudo(False)
        return (hidden, self._get_access_error) if hidden else None

    @api.model
    def _get_open_ids(self, model, paper_ids):
        """Return which of the papers the user may read; none of a removed model."""
        if model not in self.env:
            return set()
        papers = self.env[model].browse(paper_ids).exists()
        return set(papers._filtered_access("read").ids)

    @api.model
    def _get_access_error(self):
        return AccessError(
            self.env._(
                "The signature belongs to a document that is not open to you. "
                "Ask its participant."
            )
        )

    @api.model
    def _search(self, domain, *arguments, bypass_access=False, **options):
        if not (self.env.su or bypass_access):
            domain = Domain(domain) & self._get_readable_domain()
        return super()._search(
            domain, *arguments, bypass_access=bypass_access, **options
        )

    @api.model
    def _get_readable_domain(self):
        """Return the checks of papers that the user may read."""
        groups = self.sudo()._read_group([], ["res_model"])
        papers = [self.env[name] for (name,) in groups if name in self.env]
        return Domain.OR(
            Domain("res_model", "=", paper._name)
            & Domain("res_id", "in", paper.with_context(active_test=False)._search([]))
            for paper in papers
            if paper.has_access("read")
        )

    def action_check_again(self):
        """Check the signatures once more; the former results stay in the history.

        :returns: an action that opens the new result of a single signature
        """
        for signature in self:
            if reason := signature._why_not_check_again():
                raise UserError(reason)
        self.sudo()._check_again()
        return self._open_newest() if len(self) == 1 else None

    def _open_newest(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.file_name,
            "res_model": self._name,
            "res_id": self._get_current(self.sudo().signature_attachment_id).id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _why_not_check_again(self):
        """Return why this user cannot check again; an empty string if he can."""
        if not self.env.user.has_groups(self._checking_groups):
            return self.env._(
                "File “%(file)s”: only the officers of a participant check its "
                "signature again. Ask one of them.",
                file=self.file_name,
            )
        if self.sudo().next_ids:
            return self.env._(
                "File “%(file)s”: its signature was checked again since. "
                "Open the newest result.",
                file=self.file_name,
            )
        return ""

    def _check_again(self):
        for signature in self:
            self._create_check(
                signature._get_paper(),
                signature.signature_attachment_id,
                signature.attachment_id,
                signature,
            )

    def _get_stamp_subject(self):
        return self.file_name

    def _get_paper(self):
        return self.env[self.res_model].browse(self.res_id)

    @api.model
    def _check_files(self, paper):
        """Check each signature among the files of a paper that has no result yet.

        A signature and its file find each other by name, whichever came first.
        """
        files_sudo = self._get_files(paper.sudo())
        by_name = {file_sudo.name.lower(): file_sudo for file_sudo in files_sudo}
        for signature_sudo in files_sudo.filtered(self._is_signature):
            file_sudo = by_name.get(signature_sudo.name.lower().removesuffix(SUFFIX))
            current = self._get_current(signature_sudo)
            if not current or (file_sudo and not current.attachment_id):
                self._create_check(paper, signature_sudo, file_sudo, current)

    @api.model
    def _get_files(self, paper_sudo):
        """Return the files of the paper, those that were taken off it left out."""
        bound = Domain("res_model", "=", paper_sudo._name)
        bound &= Domain("res_id", "=", paper_sudo.id)
        files_sudo = paper_sudo.env["ir.attachment"].search(bound, order="id")
        if not hasattr(paper_sudo, "_get_file_links"):
            return files_sudo
        attached = {file_id for _paper_id, file_id in paper_sudo._get_file_links()}
        return files_sudo.filtered(lambda file: file.id in attached)

    @api.model
    def _is_signature(self, file):
        return file.name.lower().endswith(SUFFIX)

    @api.model
    def _get_current(self, signature_file):
        """Return the newest result for the file of a signature."""
        of_file = Domain("signature_attachment_id", "=", signature_file.id)
        return self.sudo().search(of_file, order="id desc", limit=1)

    @api.model
    def _create_check(self, paper, signature_sudo, file_sudo, previous):
        participant = self._get_signing_participant(paper)
        if file_sudo:
            vals = self._prepare_verdict(
                file_sudo.raw or b"", signature_sudo.raw or b"", participant
            )
        else:
            vals = self._prepare_conclusion("no_file")
        self._unlocked().create(
            {
                **vals,
                "res_model": paper._name,
                "res_id": paper.id,
                "file_name": (file_sudo or signature_sudo).name,
                "attachment_id": file_sudo and file_sudo.id,
                "signature_attachment_id": signature_sudo.id,
                "participant_id": participant.id,
                "previous_id": previous and previous.id,
            }
        )
        paper.invalidate_recordset(["signature_ids"])

    @api.model
    def _get_signing_participant(self, paper):
        """Return whose certificate the paper's files must bear; nobody if unknown."""
        get_participant = getattr(paper.sudo(), "_get_signing_participant", None)
        nobody = self.env["social.interagency.participant"].sudo()
        return get_participant() if get_participant else nobody

    @api.model
    def _sign(self, content):
        """Return the signature of this system for ``content``, DER.

        :returns: nothing when no key is configured
        :raises UserError: when the configured key does not sign
        """
        key = OwnKey.of_machine()
        if not key:
            return None
        try:
            return key.sign(content)
        except cms.CannotSign as error:
            raise UserError(
                self.env._(
                    "The key of this system does not sign (%(code)s). Ask the "
                    "administrator to look at “Means of Signing”.",
                    code=error.code,
                )
            ) from error
