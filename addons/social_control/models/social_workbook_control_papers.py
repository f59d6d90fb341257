from odoo import fields, models
from odoo.addons.social_interagency.tools.workbook import Column, Table
from odoo.fields import Domain

# What a cell of a field is, and how wide; the rest is text.
KINDS = {"date": ("date", 14), "datetime": ("datetime", 18), "integer": ("integer", 10)}
WIDE = {"text", "char", "many2one"}
PLAN_LINE = ("plan_id", "regime", "subject_id", "rule_id", "purpose", "asked_date")
PLAN_LINE += ("planned_date", "scheduled_date", "carried_date", "is_excluded")
ACT_LINE = ("inspection_id", "inspection_id.act_date", "inspection_id.subject_id")
ACT_LINE += ("sequence", "section", "text", "legal_basis", "severity", "answer")
ACT_LINE += ("norm", "note", "checked_date")
FINDING = ("name", "subject_id", "source", "found_date", "norm", "description")
FINDING += ("severity", "official_name", "official_position", "inspection_id")
FINDING += ("request_id", "request_deadline", "request_closed_at", "state")
FINDING += ("liability_id", "measure_id", "measure_paper", "measure_date")
FINDING += ("eliminated_date", "dismissal_ground_id", "dismissal_reason")
ORDER_ITEM = ("order_id", "order_id.subject_id", "order_id.issued_at")
ORDER_ITEM += ("order_id.deadline", "finding_id", "norm", "requirement", "result")
ORDER_ITEM += ("note", "failed_count", "order_id.state", "order_id.closed_at")


class SocialWorkbookControlPapers(models.Model):
    """The papers of control as workbooks: a row for each, as its owner sees them."""

    _inherit = "social.workbook"

    kind = fields.Selection(
        selection_add=[
            ("control_plan", "Plan of control events"),
            ("control_acts", "Annexes of acts of inspection"),
            ("control_findings", "Register of violations and prescriptions"),
        ],
        ondelete={
            "control_plan": "cascade",
            "control_acts": "cascade",
            "control_findings": "cascade",
        },
    )

    def _get_kind_models(self):
        return {
            **super()._get_kind_models(),
            "control_plan": "social.control.plan.line",
            "control_acts": "social.control.inspection.line",
            "control_findings": "social.control.finding",
        }

    def _get_tables_control_plan(self):
        return [
            self._get_papers_table(
                self._get_title(),
                self.env["social.control.plan.line"],
                self._get_days_domain("planned_date"),
                PLAN_LINE,
            )
        ]

    def _get_tables_control_acts(self):
        return [
            self._get_papers_table(
                self._get_title(),
                self.env["social.control.inspection.line"],
                self._get_days_domain("inspection_id.act_date"),
                ACT_LINE,
                subject="inspection_id.subject_id",
            )
        ]

    def _get_tables_control_findings(self):
        return [
            self._get_papers_table(
                self.env._("Violations"),
                self.env["social.control.finding"],
                self._get_days_domain("found_date"),
                FINDING,
            ),
            self._get_papers_table(
                self.env._("Prescriptions"),
                self.env["social.control.order.item"],
                self._get_period_domain("order_id.issued_at"),
                ORDER_ITEM,
                subject="order_id.subject_id",
            ),
        ]

    def _get_days_domain(self, name):
        return Domain(name, ">=", self.period_from) & Domain(name, "<=", self.period_to)

    def _get_papers_table(self, name, papers, domain, paths, subject="subject_id"):
        if self.participant_id:
            domain &= Domain(subject, "=", self.participant_id.id)
        return Table(
            name=name,
            columns=[self._get_paper_column(papers, path) for path in paths],
            count=papers.search_count(domain),
            pages=self._browse_pages(
                papers,
                domain,
                lambda page: [
                    tuple(self._get_paper_value(paper_sudo, path) for path in paths)
                    for paper_sudo in page.sudo()
                ],
            ),
        )

    def _get_paper_column(self, papers, path):
        field = self._get_end(papers, path)[1]
        width = 34 if field.type in WIDE else 20
        kind, width = KINDS.get(field.type, ("text", width))
        return Column(field._description_string(self.env), kind, width)

    def _get_end(self, papers, path):
        """Return the records at the end of a path and their field."""
        *links, name = path.split(".")
        for link in links:
            papers = papers[link]
        return papers, papers._fields[name]

    def _get_paper_value(self, paper, path):
        """Return a cell: a label or a name for what the screen does not show as is."""
        paper, field = self._get_end(paper, path)
        value = paper[field.name]
        if field.type == "integer":
            return value
        if field.type == "boolean":
            return self.env._("yes") if value else self.env._("no")
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value)
        if field.type == "many2one":
            # The number alone: the body has a column of its own.
            return value[value._rec_name or "display_name"] or None
        return value or None
