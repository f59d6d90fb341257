"""The calls that the web client makes to show a view, read from the view itself."""

from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.tools.safe_eval import datetime as safe_datetime
from odoo.tools.safe_eval import dateutil, safe_eval

LIMIT, CARDS, COUNTED = 80, 40, 10_001
INTERVAL = "month"
_LINKS = {"many2one", "many2many", "one2many", "reference"}


class View:
    """One view of an action.

    :param arch: the architecture as the web client gets it
    :param known: ``{model: {field: description}}``
    """

    def __init__(self, model, kind, arch, known, domain):
        self.model, self.kind, self.domain = model, kind, domain
        self.arch, self.known = etree.fromstring(arch), known

    def get_call(self):
        """Return method, arguments and keywords of the call that fills the view."""
        return getattr(self, f"_call_{self.kind}")()

    def _call_list(self):
        keywords = {
            "specification": self.specify(self.arch, self.model),
            "offset": 0,
            "order": self.arch.get("default_order") or "",
            "limit": int(self.arch.get("limit") or LIMIT),
            "count_limit": COUNTED,
            "domain": self.domain,
        }
        if grouped := self.arch.get("default_group_by"):
            return self._call_groups(grouped, LIMIT)
        return "web_search_read", keywords

    def _call_kanban(self):
        if grouped := self.arch.get("default_group_by"):
            return self._call_groups(grouped, CARDS)
        method, keywords = self._call_list()
        return method, keywords | {"limit": CARDS}

    def _call_groups(self, grouped, limit):
        return "web_read_group", {
            "domain": self.domain,
            "groupby": [grouped],
            "aggregates": ["__count"],
            "limit": LIMIT,
            "auto_unfold": True,
            "unfold_read_specification": self.specify(self.arch, self.model),
            "unfold_read_default_limit": limit,
        }

    def _call_pivot(self):
        rows, columns = self._get_axis("row"), self._get_axis("col")
        sets = [[], rows[:1], columns[:1], [*rows[:1], *columns[:1]]]
        return "formatted_read_grouping_sets", {
            "domain": self.domain,
            "grouping_sets": [list(one) for one in dict.fromkeys(map(tuple, sets))],
            "aggregates": self._get_measures(),
        }

    def _call_graph(self):
        axis = [self._get_dated(node) for node in self._get_fields("row", "col", None)]
        return "formatted_read_group", {
            "domain": self.domain,
            "groupby": axis[:2],
            "aggregates": self._get_measures(),
        }

    def _call_calendar(self):
        start, stop = self.arch.get("date_start"), self.arch.get("date_stop")
        today = fields.Date.today()
        first, last = today.replace(day=1), today + timedelta(days=31)
        month = [(start, "<=", str(last)), (stop or start, ">=", str(first))]
        names = {node.get("name") for node in self.arch.iter("field")} | {start}
        return "search_read", {
            "domain": [*self.domain, *month],
            "fields": sorted({*names, *filter(None, [stop])} | {"display_name"}),
        }

    def _get_axis(self, kind):
        return [self._get_dated(node) for node in self._get_fields(kind)]

    def _get_fields(self, *kinds):
        return [node for node in self.arch.iter("field") if node.get("type") in kinds]

    def _get_dated(self, node):
        name = node.get("name")
        is_moment = self.known[self.model][name]["type"] in ("date", "datetime")
        return f"{name}:{node.get('interval') or INTERVAL}" if is_moment else name

    def _get_measures(self):
        names = [node.get("name") for node in self._get_fields("measure")]
        described = self.known[self.model]
        measures = [
            f"{name}:{described[name]['aggregator']}"
            for name in names
            if name in described and described[name].get("aggregator")
        ]
        return [*measures, "__count"]

    def specify(self, arch, model):
        """Return the specification of the fields of a view, of inner ones too."""
        specification = {}
        for node in self._iter_own_fields(arch):
            name = node.get("name")
            field = self.known.get(model, {}).get(name)
            if field:
                specification[name] = self._specify_field(node, field)
        return specification

    def _iter_own_fields(self, arch):
        """Yield the fields of a view without those of the views within it."""
        for node in arch.iter("field"):
            parent = next(node.iterancestors("field"), None)
            if parent is None or arch not in parent.iterancestors():
                yield node

    def _specify_field(self, node, field):
        if field["type"] not in _LINKS:
            return {}
        inner = node.find("list")
        if inner is None:
            inner = node.find("kanban")
        if field["type"] == "one2many" and inner is None:
            return {}
        if inner is not None:
            return {
                "fields": self.specify(inner, field["relation"]),
                "limit": int(inner.get("limit") or CARDS),
            }
        return {"fields": {"display_name": {}}}


def get_default_domain(search_arch, context, uid):
    """Return the domain of the filters that an action switches on."""
    names = {
        name.removeprefix("search_default_")
        for name, value in context.items()
        if name.startswith("search_default_") and value
    }
    domain = []
    for node in etree.fromstring(search_arch).iter("filter"):
        if node.get("name") in names and node.get("domain"):
            domain += evaluate(node.get("domain"), uid)
    return domain


def evaluate(text, uid):
    """Return the value of a domain or context of a view."""
    known = {
        "uid": uid,
        "context_today": fields.Date.today,
        "datetime": safe_datetime,
        "relativedelta": dateutil.relativedelta.relativedelta,
        "time": safe_datetime.time,
        "active_id": False,
        "active_ids": [],
        "allowed_company_ids": [1],
        "current_date": str(fields.Date.today()),
    }
    return safe_eval(text or "[]", known)
