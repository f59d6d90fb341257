from odoo import api, models
from odoo.fields import Domain
from odoo.tools import escape_psql


class SocialInteragencyCitizenSearch(models.Model):
    """Cards are proposed while a name is typed."""

    _inherit = "social.interagency.citizen"

    @api.model
    @api.readonly
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Propose first the cards whose full name begins with the words.

        The index of the list finds these at once, however common the surname is;
        only when they are few are the words looked for inside all names.
        """
        words = " ".join(name.split())
        if operator != "ilike" or not words or not limit:
            return super().name_search(name, domain, operator, limit)
        domain = Domain(domain or Domain.TRUE)
        found = super().name_search("", domain & self._begins_with(words), limit=limit)
        if len(found) < limit:
            others = domain & Domain("id", "not in", [card for card, _name in found])
            found += super().name_search(words, others, operator, limit - len(found))
        return found

    @api.model
    def _begins_with(self, words):
        """Return the cards with that beginning; names are written with a capital."""
        words = escape_psql(words[0].upper() + words[1:])
        surname = words.split()[0]
        # The surname alone leads through the index.
        return Domain("last_name", "=like", f"{surname}%") & Domain(
            "name", "=like", f"{words}%"
        )
