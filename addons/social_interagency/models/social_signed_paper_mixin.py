from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .social_signature_mixin import STATES

_WORST_FIRST = ("invalid", "not_checked", "valid")


class SocialSignedPaperMixin(models.AbstractModel):
    """A paper whose files may come with detached electronic signatures."""

    _name = "social.signed.paper.mixin"
    _description = "Paper with signed files"

    _files_field = "attachment_ids"

    signature_ids = fields.Many2many(
        comodel_name="social.interagency.signature",
        string="Electronic signatures",
        compute="_compute_signature_ids",
        compute_sudo=True,
        groups="base.group_user",
        help="The newest result for each signature among the files.",
    )
    signature_state = fields.Selection(
        selection=STATES,
        string="Electronic signature",
        compute="_compute_signature_state",
        compute_sudo=True,
        help="The worst result among the signed files.",
    )

    @api.depends(lambda self: [self._files_field] if not self._abstract else [])
    def _compute_signature_ids(self):
        signatures = self.env["social.interagency.signature"].search(
            Domain("res_model", "=", self._name)
            & Domain("res_id", "in", self.ids)
            & Domain("next_ids", "=", False)
        )
        links = self._get_file_links()
        attached = signatures.filtered(
            lambda row: (row.res_id, row.signature_attachment_id.id) in links
        )
        by_paper = attached.grouped("res_id")
        for paper in self:
            paper.signature_ids = by_paper.get(paper._origin.id, signatures.browse())

    def _get_file_links(self):
        """Return pairs of paper and file, whatever of them the user's cache holds."""
        field = self._fields[self._files_field]
        self.flush_model([self._files_field])
        rows = self.env.execute_query(
            SQL(
                "SELECT %(paper)s, %(file)s FROM %(table)s "
                "WHERE %(paper)s = ANY(%(ids)s)",
                paper=SQL.identifier(field.column1),
                file=SQL.identifier(field.column2),
                table=SQL.identifier(field.relation),
                ids=self._origin.ids,
            )
        )
        return set(rows)

    @api.depends("signature_ids")
    def _compute_signature_state(self):
        for paper in self:
            found = set(paper.signature_ids.mapped("signature_state"))
            paper.signature_state = next(
                (state for state in _WORST_FIRST if state in found), False
            )

    def _get_signing_participant(self):
        """Return whose certificate the files must bear; nobody if unknown."""
        return self.env["social.interagency.participant"]
