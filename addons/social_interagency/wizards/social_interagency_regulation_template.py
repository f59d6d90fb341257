from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools import regulation_templates


class SocialInteragencyRegulationTemplate(models.TransientModel):
    """A real act, as far as it was readable, to begin a regulation from."""

    _name = "social.interagency.regulation.template"
    _description = "Template of a regulation"
    _order = "region, title, id"
    _rec_name = "title"

    code = fields.Char(required=True, readonly=True)
    region = fields.Char(readonly=True)
    title = fields.Char(string="Act", readonly=True)
    issuer = fields.Char(string="Issued by", readonly=True)
    requisites = fields.Char(string="Number and date", readonly=True)
    amended = fields.Char(string="Amendments", readonly=True)
    covers = fields.Text(string="What it covers", compute="_compute_clauses")
    is_silent_about = fields.Text(
        string="What it is silent about", compute="_compute_clauses"
    )
    covered_codes = fields.Json(readonly=True)
    covers_briefly = fields.Char(string="Covers", compute="_compute_clauses")
    is_silent_briefly = fields.Char(string="Silent about", compute="_compute_clauses")
    coverage = fields.Text(string="What was readable", readonly=True)
    notes = fields.Text(readonly=True)
    source = fields.Text(readonly=True)
    regulation_id = fields.Many2one(
        comodel_name="social.interagency.regulation",
        string="Loaded as",
        compute="_compute_regulation_id",
    )

    @api.depends("covered_codes")
    def _compute_clauses(self):
        clauses = self.env["social.interagency.clause"].search([])
        for template in self:
            codes = set(template.covered_codes or ())
            covered = clauses.filtered(lambda clause, codes=codes: clause.code in codes)
            silent = clauses - covered
            template.covers = "\n".join(covered.mapped("display_name"))
            template.covers_briefly = ", ".join(covered.mapped("code"))
            template.is_silent_about = "\n".join(silent.mapped("display_name"))
            template.is_silent_briefly = ", ".join(silent.mapped("code"))

    @api.depends("code")
    def _compute_regulation_id(self):
        loaded = self.env["social.interagency.regulation"].search_fetch(
            [("template_code", "in", self.mapped("code"))], ["template_code"]
        )
        by_code = {regulation.template_code: regulation for regulation in loaded}
        for template in self:
            template.regulation_id = by_code.get(template.code)

    @api.model
    def action_open_templates(self):
        """List the templates that come with the program."""
        templates = self.create(
            [
                self._prepare_template(code, content)
                for code, content in regulation_templates.read_templates().items()
            ]
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Templates of Regulations"),
            "res_model": self._name,
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", templates.ids)],
        }

    def action_load(self):
        """Open the regulation loaded from the template; load it when there is none."""
        self.ensure_one()
        content = self._get_content()
        loaded = [("template_code", "=", self.code)]
        known = self.env["social.interagency.regulation"].search(loaded)
        regulation = known or self._do_load(content)
        return regulation._open(regulation)

    @api.model
    def _prepare_template(self, code, content):
        act = content["act"]
        return {
            "code": code,
            "region": content["region"] or self.env._("Region not named"),
            "title": act["title"] or self._get_untitled(code),
            "issuer": act["issuer"],
            "requisites": self._get_requisites(act),
            "amended": "; ".join(act["amended"] or []),
            "covered_codes": sorted(content["clauses"]),
            "coverage": content["coverage"],
            "notes": content["notes"],
            "source": "\n".join(content["source"]),
        }

    @api.model
    def _get_untitled(self, code):
        return self.env._("Untitled act (%(code)s)", code=code)

    @api.model
    def _get_requisites(self, act):
        date = fields.Date.to_date(act["date"])
        parts = [act["number"], date and date.strftime("%d.%m.%Y"), act["annex"]]
        return ", ".join(filter(None, parts))

    def _get_content(self):
        content = regulation_templates.read_templates().get(self.code)
        if content is None:
            raise UserError(
                self.env._(
                    "There is no template “%(code)s”. Open the list of templates "
                    "again and choose one.",
                    code=self.code,
                )
            )
        return content

    def _do_load(self, content):
        regulations = self.env["social.interagency.regulation"]
        regulations.check_access("create")
        regulation = regulations.create(self._prepare_regulation(content))
        regulation._unlocked().write({"template_code": self.code})
        regulation.flush_recordset()
        self._fill_sections(regulation, content["clauses"])
        return regulation

    def _prepare_regulation(self, content):
        act = content["act"]
        return {
            "name": act["title"] or self._get_untitled(self.code),
            "number": act["number"],
            "date": act["date"],
            "scope": content["scope"],
            "issuer_ids": [Command.set(self._get_issuer(act["issuer"]).ids)],
            "amendment": "; ".join(act["amended"] or []),
            "term_rule_ids": [Command.create(rule) for rule in content["term_rules"]],
            "source": "\n".join(content["source"]),
            "note": self._get_note(content),
        }

    def _get_note(self, content):
        return "\n".join(
            filter(
                None,
                [
                    content["region"],
                    content["act"]["annex"],
                    content["coverage"],
                    content["notes"],
                ],
            )
        )

    def _get_issuer(self, name):
        """Return the issuing body; its name comes from a file of the addon."""
        partners_sudo = self.env["res.partner"].sudo()
        if not name:
            return partners_sudo
        known = [("name", "=", name), ("is_company", "=", True)]
        return partners_sudo.search(known, limit=1) or partners_sudo.create(
            {"name": name, "is_company": True}
        )

    def _fill_sections(self, regulation, texts):
        for section in regulation.section_ids:
            if text := texts.get(section.code):
                section.text = text
