from odoo import api, fields, models
from odoo.exceptions import UserError


class SocialInteragencyFileFinding(models.Model):
    """A file of a paper that is lost or is not the one that was sealed."""

    _name = "social.interagency.file.finding"
    _description = "Lost or Altered File"
    _inherit = ["social.evidence.mixin"]
    _order = "id desc"
    _rec_name = "paper_name"

    _code_fields = frozenset(
        {"check_id", "fault", "file_number", "sha256", "res_model", "res_id"}
    )

    check_id = fields.Many2one(
        comodel_name="social.interagency.file.check",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    fault = fields.Selection(
        selection=[("lost", "Lost"), ("altered", "Altered")],
        string="What is wrong",
        required=True,
        readonly=True,
    )
    file_number = fields.Integer(string="File No.", readonly=True, aggregator=False)
    sha256 = fields.Char(
        string="SHA-256",
        readonly=True,
        help="The digest of the file that was sealed: a backup lists it.",
    )
    res_model = fields.Char(string="Model of the paper", readonly=True)
    res_id = fields.Many2oneReference(
        model_field="res_model", string="Record of the paper", readonly=True
    )
    paper_name = fields.Char(
        string="Paper", compute="_compute_paper_name", compute_sudo=True
    )

    @api.depends("res_model", "res_id")
    @api.depends_context("lang")
    def _compute_paper_name(self):
        for model, findings in self.grouped("res_model").items():
            papers = findings._get_papers(model)
            for finding in findings:
                paper = papers.get(finding.res_id)
                finding.paper_name = (
                    self._get_label(paper)
                    if paper
                    else self.env._("File that belongs to no paper")
                )

    def action_open(self):
        """Open the paper, as far as the user may read it."""
        self.ensure_one()
        paper = self._get_papers(self.res_model).get(self.res_id)
        if not paper:
            raise UserError(
                self.env._(
                    "File %(number)s belongs to no paper. "
                    "Find it in a backup by its SHA-256.",
                    number=self.file_number,
                )
            )
        paper.check_access("read")
        return paper.get_formview_action()

    def _get_papers(self, model):
        """Return the papers of these files by id, without those that are gone.

        :param model: the model of all of them; its addon may be gone too
        """
        if model not in self.env:
            return {}
        papers = self.env[model].browse(self.mapped("res_id")).exists()
        return {paper.id: paper for paper in papers}

    @api.model
    def _get_label(self, paper):
        """Return kind and number of the paper: never a citizen's name."""
        named = self._find_numbered(paper)
        kind = self.env["ir.model"]._get((named or paper)._name).name
        number = named[named._rec_name] if named else paper.id
        label = self.env._("%(kind)s No. %(number)s", kind=kind, number=number)
        if named and named != paper:
            part = self.env["ir.model"]._get(paper._name).name
            return f"{label}, {part[:1].lower()}{part[1:]}"
        return label

    @api.model
    def _find_numbered(self, paper):
        """Return the paper itself or the one that it is a part of, if numbered."""
        if self._is_numbered(paper):
            return paper
        parents = (
            paper[name]
            for name, field in paper._fields.items()
            if field.type == "many2one" and field.required
        )
        return next(filter(self._is_numbered, parents), None)

    @api.model
    def _is_numbered(self, paper):
        is_paper = isinstance(paper, self.pool["social.number.mixin"])
        return is_paper or paper._rec_name == "number"

    @api.model
    def _record(self, check, faults):
        """Keep what the check found.

        :param faults: ``{file: "lost" or "altered"}``
        """
        self._unlocked().create(
            [
                {
                    "check_id": check.id,
                    "fault": fault,
                    "file_number": file.id,
                    "sha256": file.sha256,
                    "res_model": file.res_model,
                    "res_id": file.res_id,
                }
                for file, fault in faults.items()
            ]
        )
