from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import journal_digest, journal_source
from ..tools.journal_verify import Verification

EXPORT_NAME = "journals.jsonl"


class SocialJournalSealVerify(models.Model):
    """The check of all journals, by the same code as the script of the auditor."""

    _inherit = "social.journal.seal"

    def action_verify(self):
        """Check all entries, all blocks and the chain, whatever seals are chosen."""
        self._check_is_auditor()
        verification = Verification(self._get_source(), journal_digest)
        finding = next(verification.run(), None)
        if finding:
            return self._notify(self._get_sentence(finding), "danger")
        return self._notify(self._get_success(verification), "success")

    def action_export(self):
        """Download all journals as one file that the auditor's script verifies."""
        self._check_is_auditor()
        files = self.env["ir.attachment"]
        mine = Domain("name", "=", EXPORT_NAME) & Domain(
            "create_uid", "=", self.env.uid
        )
        files.search(mine & Domain("res_model", "=", False)).unlink()
        lines = journal_source.export(self._get_source(), journal_digest)
        export = "".join(lines).encode()
        return self._get_download(files.create({"name": EXPORT_NAME, "raw": export}))

    @api.model
    def _check_is_auditor(self):
        if not self.env.user.has_group("social_interagency.group_auditor"):
            raise AccessError(
                self.env._(
                    "Only an auditor verifies the journals. "
                    "Ask the administrator for this role."
                )
            )

    @api.model
    def _get_source(self):
        return journal_source.DatabaseSource(self._read_rows)

    @api.model
    def _read_rows(self, query, values):
        return self.env.execute_query(SQL(query, *values))

    @api.model
    def _notify(self, message, kind):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Verification of the journals"),
                "message": message,
                "type": kind,
                "sticky": True,
            },
        }

    @api.model
    def _get_success(self, verification):
        return self.env._(
            "Nothing was altered. Entries: %(entries)s, seals: %(blocks)s, entries "
            "that wait for the next seal: %(waiting)s.",
            entries=verification.entry_count,
            blocks=verification.block_count,
            waiting=verification.waiting_count,
        )

    @api.model
    def _get_sentence(self, finding):
        values = {
            "journal": self._get_journal_name(finding.journal),
            "entry": finding.entry_id,
            "block": finding.block,
        }
        sentences = {
            "entry_altered": self.env._(
                "Entry %(entry)s of the journal %(journal)s was altered.", **values
            ),
            "entry_replaced": self.env._(
                "Entry %(entry)s of the journal %(journal)s was replaced after seal "
                "No. %(block)s.",
                **values,
            ),
            "entry_missing": self.env._(
                "Entry %(entry)s of the journal %(journal)s is missing.", **values
            ),
            "entry_added": self.env._(
                "Entry %(entry)s of the journal %(journal)s came past the program.",
                **values,
            ),
            "journal_missing": self.env._(
                "The journal %(journal)s is missing as a whole.", **values
            ),
            "block_altered": self.env._("Seal No. %(block)s was altered.", **values),
            "block_missing": self.env._("Seal No. %(block)s is missing.", **values),
            "chain_broken": self.env._(
                "Seal No. %(block)s does not continue the one before it.", **values
            ),
        }
        return sentences[finding.kind]
