import re

from odoo import api, fields, models
from odoo.tools import format_date, format_datetime

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d")


class SocialJournalEntryMixinDetails(models.AbstractModel):
    """The details of an entry in words: what the ids and codes of its payload mean."""

    _inherit = "social.journal.entry.mixin"

    payload_text = fields.Char(string="Details", compute="_compute_payload_text")

    @api.depends("payload")
    @api.depends_context("lang", "tz")
    def _compute_payload_text(self):
        labels, words = self._get_payload_labels(), self._get_payload_words()
        for entry in self:
            entry.payload_text = "; ".join(
                f"{labels.get(name, name)}: {entry._format_detail(name, value, words)}"
                for name, value in (entry.payload or {}).items()
            )

    @api.model
    def _get_payload_labels(self):
        """Return what the keys of payloads are called on the screen."""
        return {"fields": self.env._("Changed")}

    @api.model
    def _get_payload_options(self):
        """Return the words for codes, by the key of the detail.

        :returns: ``{key: {code: words}}``
        """
        return {}

    @api.model
    def _get_payload_records(self):
        """Return which records the details name, by the key of the detail.

        No field may hold the name of a citizen: the journal is read by more people
        than his card.

        :returns: ``{key: (model, field that the detail holds, field of the words)}``
        """
        return {"heads": ("res.users", "id", "name")}

    @api.model
    def _get_selection(self, model, name):
        return dict(self.env[model]._fields[name]._description_selection(self.env))

    def _get_detail_kind(self, name):
        """Return the key under which a detail of this entry is explained."""
        return name

    def _get_payload_words(self):
        """Return the words for all values in these entries, records read at once.

        :returns: ``{key: {value: words}}``
        """
        words = self._get_payload_options()
        for kind, values in self._collect_values().items():
            model, key, label = self._get_payload_records()[kind]
            rows_sudo = self.env[model].sudo().with_context(active_test=False)
            words[kind] = {
                row[key]: self._format_value(row[label])
                for row in rows_sudo.search([(key, "in", list(values))])
            }
        return words

    def _collect_values(self):
        """Return the values that name records, by the key of the detail."""
        records, values = self._get_payload_records(), {}
        for entry in self:
            for name, value in (entry.payload or {}).items():
                kind = entry._get_detail_kind(name)
                if kind in records:
                    several = value if isinstance(value, list) else [value]
                    values.setdefault(kind, set()).update(several)
        return values

    def _format_detail(self, name, value, words):
        if isinstance(value, list):
            return ", ".join(self._format_detail(name, one, words) for one in value)
        if name == "fields":
            return self._get_field_label(value)
        known = words.get(self._get_detail_kind(name), {})
        return known.get(value) or self._format_value(value)

    @api.model
    def _format_value(self, value):
        """Return a value as people write it; moments in the reader's time."""
        if isinstance(value, models.BaseModel):
            return value.display_name
        if isinstance(value, bool):
            return self.env._("yes") if value else self.env._("no")
        text = str(value)
        if _DAY.fullmatch(text):
            return format_date(self.env, text)
        if _MOMENT.fullmatch(text):
            moment = fields.Datetime.to_datetime(text.replace("T", " "))
            zone = str(self.env.tz)
            return format_datetime(self.env, moment, tz=zone, dt_format="short")
        return text

    def _get_field_label(self, name):
        field = self.document_ref and self.document_ref._fields.get(name)
        return field._description_string(self.env) if field else name
