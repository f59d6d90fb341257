"""Every screen of the three addons: what the web client asks for to show it."""

import functools
from dataclasses import dataclass

from odoo.fields import Domain

from benchmarks.scale.session import Session
from benchmarks.scale.views import COUNTED, LIMIT, View, evaluate, get_default_domain
from benchmarks.volume import SPECIFICATION

USERS = ("head", "clerk", "curator", "inspector", "auditor", "administrator")
LABELS = {
    "list": "список",
    "kanban": "карточки",
    "pivot": "сводная таблица",
    "graph": "диаграмма",
    "calendar": "календарь",
}
REQUEST = "social.interagency.request"
CITIZEN = "social.interagency.citizen"
OVERVIEW = "social.interagency.overview"
FEW = 2


@dataclass(frozen=True)
class Screen:
    """A screen by its name and the call that fills it, which returns an ``Answer``.

    :param few: the same call for two rows only, where it is one of a list
    """

    name: str
    call: object
    few: object = None


class Screens:
    """The screens of one database."""

    def __init__(self, env, database):
        self.env, self.database = env, database
        self.sessions = {}
        self.seen = set()

    def __iter__(self):
        yield from self._iter_named()
        for login in USERS:
            for action in self._get_actions(login):
                yield from self._iter_views(login, action)

    def _session(self, login):
        if login not in self.sessions:
            self.sessions[login] = Session(self.database, login)
        return self.sessions[login]

    def _get_actions(self, login):
        """Return the actions of the menus that the user sees and none saw before."""
        session = self._session(login)
        menus = self.env["ir.ui.menu"].with_user(session.uid).with_context(lang="ru_RU")
        visible = menus.browse(menus._visible_menu_ids())
        actions = visible.sudo().mapped("action")
        ours = [
            action
            for action in actions
            if action
            and action._name == "ir.actions.act_window"
            and action.res_model.startswith("social.")
            and action.id not in self.seen
        ]
        self.seen.update(action.id for action in ours)
        return ours

    def _iter_views(self, login, action):
        session = self._session(login)
        kinds = action.view_mode.split(",")
        asked = [[view, kind] for view, kind in action.views]
        asked.append([action.search_view_id.id, "search"])
        got = session.call(action.res_model, "get_views", asked).content
        known = {name: one["fields"] for name, one in got["models"].items()}
        context = evaluate(action.context or "{}", session.uid)
        domain = evaluate(action.domain or "[]", session.uid)
        domain += get_default_domain(
            got["views"]["search"]["arch"], context, session.uid
        )
        title = action.with_context(lang="ru_RU").name
        for kind in kinds:
            view = View(
                action.res_model, kind, got["views"][kind]["arch"], known, list(domain)
            )
            if kind in LABELS:
                yield self._screen(session, f"{title}: {LABELS[kind]}", view)
            elif kind == "form":
                yield from self._iter_form(session, title, view)

    def _screen(self, session, name, view):
        method, keywords = view.get_call()
        call = functools.partial(session.call, view.model, method, **keywords)
        few = None
        if method == "web_search_read":
            few = functools.partial(call, limit=FEW)
        return Screen(name, call, few)

    def _iter_form(self, session, title, view):
        found = session.call(view.model, "search", view.domain, limit=1).content
        if found:
            specification = view.specify(view.arch, view.model)
            call = functools.partial(
                session.call, view.model, "web_read", found, specification=specification
            )
            yield Screen(f"{title}: форма", call)

    def _iter_named(self):
        """Yield the searches and pages that a region lives by."""
        request, head = self._find_request(), self._session("head")
        surname, body = request.citizen_id.last_name, request.addressee_id.name
        for name, domain in {
            "поиск по номеру": [("name", "ilike", request.name[-8:])],
            "поиск по гражданину": [("citizen_id", "ilike", surname)],
            "поиск по участнику": [("addressee_id", "ilike", body)],
            "просроченные": [("deadline_state", "=", "overdue")],
            "мои": [("executor_id", "=", head.uid)],
        }.items():
            asked = {"domain": domain, "specification": SPECIFICATION}
            asked |= {"limit": LIMIT, "count_limit": COUNTED}
            call = functools.partial(head.call, REQUEST, "web_search_read", **asked)
            yield Screen(f"запросы: {name}", call)
        overview = functools.partial(head.call, OVERVIEW, "get_overview")
        yield Screen("обзор: цифры", overview)
        hint = functools.partial(head.call, CITIZEN, "name_search", surname[:6])
        yield Screen("гражданин: подсказка по фамилии", hint)
        yield from self._iter_portal()

    def _find_request(self):
        """Return a closed request from the middle of the table."""
        requests = self.env[REQUEST]
        closed = Domain("state", "=", "accepted")
        count = requests.search_count(closed)
        return requests.search(closed, offset=count // 2, limit=1, order="id")

    def _iter_portal(self):
        center = self._session("center")
        requests = self.env[REQUEST].with_user(center.uid)
        newest = requests.search(Domain("state", "=", "accepted"), limit=1)
        for name, path in {
            "запросы": "/my/interagency",
            "запросы, страница 2": "/my/interagency/page/2",
            "запрос": f"/my/interagency/{newest.id}",
        }.items():
            yield Screen(f"портал: {name}", functools.partial(center.get, path))
