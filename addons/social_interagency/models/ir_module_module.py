from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

EVIDENCE = ("social.lock.mixin", "social.journal.entry.mixin")
LONGEST_LIST = 5


class IrModuleModule(models.Model):
    """No addon goes while it would take papers or their journal with it."""

    _inherit = "ir.module.module"

    def write(self, vals):
        if vals.get("state") == "to remove":
            self._check_destroys_no_evidence()
        return super().write(vals)

    def module_uninstall(self):
        """Destroy what the addons have made, if that is no evidence.

        :raises UserError: when papers or entries of a journal would go
        """
        self._check_destroys_no_evidence()
        return super().module_uninstall()

    def _check_destroys_no_evidence(self):
        names = set(self.mapped("name"))
        counts = {
            model: count
            for model, domain in self._get_evidence_domains().items()
            if self.env[model]._original_module in names
            and (count := self._count_evidence(model, domain))
        }
        if counts:
            raise UserError(self._get_refusal(counts))

    @api.model
    def _get_evidence_domains(self):
        """Return ``{model: domain}`` of the records that no uninstallation destroys.

        All that only the program writes is evidence. An addon adds what else is.
        What the installation itself has noted in a journal is nobody's deed.
        """
        journal = self.pool["social.journal.entry.mixin"]
        by_people = Domain("user_id", "!=", SUPERUSER_ID)
        domains = {
            name: by_people if issubclass(model, journal) else Domain.TRUE
            for name, model in self.pool.items()
            if self._is_stored_evidence(model)
        }
        return domains | {
            "social.interagency.citizen": Domain.TRUE,
            "social.interagency.file.check": Domain("file_count", ">", 0),
        }

    @api.model
    def _is_stored_evidence(self, model):
        is_evidence = any(issubclass(model, self.pool[name]) for name in EVIDENCE)
        return is_evidence and model._auto and not (model._abstract or model._transient)

    @api.model
    def _count_evidence(self, model, domain):
        records_sudo = self.env[model].sudo().with_context(active_test=False)
        return records_sudo.search_count(domain)

    def _get_refusal(self, counts):
        """Return which papers, most numerous first, keep which addons."""
        get_name = self.env["ir.model"]._get
        most = sorted(counts, key=counts.get, reverse=True)[:LONGEST_LIST]
        papers = [f"{get_name(model).name} – {counts[model]}" for model in most]
        owners = {self.env[model]._original_module for model in counts}
        addons = self.filtered(lambda addon: addon.name in owners)
        return self.env._(
            "%(addons)s: uninstalling would destroy evidence (%(papers)s). Keep it "
            "installed; take its roles away from the users if nobody needs it.",
            addons=", ".join(addons.mapped("shortdesc")),
            papers=", ".join(papers),
        )
