"""Run in Odoo's shell: call all public methods of our models with nonsense.

Each call is one transaction that is rolled back, whatever came of it. The report is a
JSON file: how many calls were tried and refused, and the faults by their place.
"""

import inspect
import json
import os
import re
import sys
import traceback
import zlib
from collections import Counter
from pathlib import Path

from bad_arguments import Given, often
from hypothesis import given, seed
from hypothesis import strategies as st
from nonsense import steady
from psycopg2 import IntegrityError
from werkzeug.exceptions import HTTPException

from odoo.api import Environment
from odoo.exceptions import UserError
from odoo.service.model import call_kw, get_public_method
from odoo.sql_db import Cursor
from odoo.tools.json import json_default

ADDONS = str(Path("addons").resolve())
LOGINS = [
    "clerk",
    "head",
    "operator",
    "auditor",
    "administrator",
    "curator",
    "supporthead",
    "inspector",
    "controlhead",
    "center",
    "city",
    "public",
]
OFFICERS = {
    "social.support": ("curator", "supporthead", "center"),
    "social.control": ("inspector", "controlhead", "center"),
    "social.": ("clerk", "head", "operator", "administrator", "center"),
    "": ("clerk", "center"),
}
# What Odoo offers for each model besides our own methods.
OFFERED = [
    "create",
    "write",
    "web_save",
    "copy",
    "load",
    "unlink",
    "search",
    "search_read",
    "web_search_read",
    "web_read_group",
    "formatted_read_group",
    "name_search",
    "name_create",
    "read",
    "web_read",
    "onchange",
    "default_get",
    "export_data",
]
SAVING = ("create", "write", "web_save", "copy")
OURS = "odoo.addons.social_"
FORM_NAME = re.compile(r'(?:form\.get|getlist)\("(\w+)"')
EVERY = 40
CLEAR = (UserError, IntegrityError, HTTPException)
HANDED_ON = ("super()", "Domain(domain)")
CONTEXT = {"lang": "ru_RU", "tz": "Europe/Moscow"}


def is_ours(cls):
    return cls.__module__.startswith(OURS)


def discover(env):
    """Return ``(model, method)`` of all that a caller from outside can reach."""
    found = set()
    for name, cls in env.registry.items():
        own = [base for base in cls.__mro__ if is_ours(base)]
        methods = {key for base in own for key in vars(base) if key[0] != "_"}
        if name.startswith("social."):
            methods |= set(OFFERED)
        found |= {(name, key) for key in methods if is_callable(env[name], key)}
    return sorted(found)


def is_callable(model, name):
    try:
        return inspect.isfunction(get_public_method(model, name))
    except (UserError, AttributeError):
        return False


def find_routes(env):
    """Return the pages and gates of ours as a caller from outside sees them."""
    routes = []
    for rule in env["ir.http"].routing_map().iter_rules():
        endpoint = rule.endpoint
        if endpoint.__module__.startswith(OURS):
            source = inspect.getsource(sys.modules[endpoint.__module__])
            names = set(inspect.signature(endpoint).parameters) - {"_params", "form"}
            routes.append(
                {
                    "url": rule.rule,
                    "methods": sorted(endpoint.routing["methods"] or ["GET"]),
                    "names": sorted(names | set(FORM_NAME.findall(source))),
                }
            )
    return routes


class Judge:
    """Calls as a person of the region and judges the answer."""

    def __init__(self, env):
        self.env = env
        self.cr = env.cr
        self.users = {login: self._find_user(login) for login in LOGINS}
        self.people = self._get_people()
        self.count = Counter()
        self.faults = {}
        self.sample = []
        self.done = set()
        self.commits = 0

    def _find_user(self, login):
        return self.env["res.users"].search([("login", "=", login)]).id

    def _get_people(self):
        """Return what must stand in no refusal: surnames and numbers of citizens."""
        citizens = self.env["social.interagency.citizen"].search([])
        words = {
            word
            for citizen in citizens.with_context(citizen_purpose="check")
            for word in (citizen.last_name, citizen.snils, citizen.identity_number)
            if word and len(word) > 3
        }
        kin = self.env["social.support.family.member"].search([])
        words |= {name.split()[0] for name in kin.mapped("name") if name}
        return re.compile("|".join(sorted(map(re.escape, words))))

    def digest(self):
        """Return by table what changes with any row that is committed."""
        self.cr.execute(write_digest(get_tables(self.env)))
        found = {table: rows for table, *rows in self.cr.fetchall()}
        self.cr.rollback()
        return found

    def try_out(self, login, target, call, opening):
        """Make one call as that person and undo it.

        :param opening: values with which a wizard is opened before
        """
        self.count["tried"] += 1
        self.commits = 0
        env = Environment(self.cr, self.users[login], {})
        shown = f"{login}: {'.'.join(target)}{json.dumps([*call, opening])}"
        try:
            if opening is not None:
                ids = self._call(env, (target[0], "create"), ([[opening]], {}))
                call = ([ids, *call[0][1:]], call[1])
            self._call(env, target, call)
        except Exception as error:  # noqa: BLE001
            self.count["refused"] += 1
            if self._judge(error, shown):
                self._keep(login, target, call)
            if self.commits:
                self._blame(f"{target} commits and refuses", "", shown)
        else:
            self.done.add(".".join(target))
            self._keep(login, target, call)
        finally:
            self.cr.rollback()
            env.transaction.reset()
            self.env.registry.reset_changes()

    def _call(self, env, target, call):
        model, method = target
        args, kwargs = json.loads(json.dumps(call))
        env["ir.http"]._check_call(model, method, args, kwargs)
        result = call_kw(env[model], method, args, {**kwargs, "context": CONTEXT})
        env.flush_all()
        json.dumps(result, default=json_default)
        return result

    def _judge(self, error, shown):
        """Blame the error on our code, or return whether it is clear to the caller."""
        found = self.people.search(str(error))
        if found and json.dumps(found[0])[1:-1] not in shown:
            self._blame(f"{type(error).__name__} names a citizen", str(error), shown)
        if isinstance(error, CLEAR) or "Expected singleton" in str(error):
            return True
        if frame := find_own_frame(error):
            place = Path(frame.filename).relative_to(ADDONS)
            place = f"{place}:{frame.lineno} {frame.name}"
            self._blame(f"{type(error).__name__} {place}", explain(error), shown)
        else:
            self.count["refused by Odoo itself"] += 1
        return False

    def _keep(self, login, target, call):
        """Keep some calls to be made over the wire as well."""
        self.count["clear"] += 1
        if self.count["clear"] % EVERY == 0 and login != "public":
            self.sample.append([login, *target, *call, get_names(self.env, target)])

    def _blame(self, key, text, shown):
        fault = self.faults.setdefault(key, {"count": 0, "text": text, "call": shown})
        fault["count"] += 1
        fault["call"] = min(fault["call"], shown, key=len)


def get_names(env, target):
    """Return the names of a method's arguments, ids of records included."""
    method = get_public_method(env[target[0]], target[1])
    names = list(inspect.signature(method).parameters)[1:]
    return names if getattr(method, "_api_model", False) else ["ids", *names]


def write_digest(tables):
    """Return the statement that counts the rows of tables and finds the newest."""
    columns = "count(*), max(xmin::text::bigint)"
    return " UNION ALL ".join(f"SELECT '{one}', {columns} FROM {one}" for one in tables)


def get_tables(env):
    own = {
        cls._table
        for name, cls in env.registry.items()
        if cls._auto and not cls._abstract and name.startswith("social.")
    }
    return [*sorted(own), "ir_attachment", "mail_message", "mail_mail", "mail_activity"]


def find_own_frame(error):
    """Return the frame of ours in which an error arose, or None.

    What a method hands on to Odoo as it came is Odoo's to judge.
    """
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if frame.filename.startswith(ADDONS)]
    if not ours or any(part in ours[-1].line for part in HANDED_ON):
        return None
    return ours[-1]


def explain(error):
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    path = " > ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames)
    return f"{str(error)[:300]} [{path}]"


def explore(judge, arguments, target, examples):
    model, method = target
    records = judge.env[model]
    is_opened = records._transient and method not in OFFERED
    opening = arguments.wizard(records) if is_opened else st.none()

    officers = next(OFFICERS[key] for key in OFFICERS if model.startswith(key))
    person = often(st.sampled_from(officers), st.sampled_from(LOGINS), 3)

    @given(person, arguments.call(records, method), opening)
    @seed(zlib.crc32(f"{model}.{method}".encode()))
    @steady(examples)
    def call(login, call, opening):
        judge.try_out(login, target, call, opening)

    call()


def main(env, examples, only=""):
    """Call everything ``examples`` times, what only reads a third as often."""
    judge = Judge(env(context={"lang": "ru_RU", "active_test": False}))
    arguments = Given(judge.env)
    targets = [one for one in discover(env) if re.search(only, ".".join(one))]
    before = judge.digest()
    kept = Cursor.commit
    Cursor.commit = lambda _cursor: setattr(judge, "commits", judge.commits + 1)
    for target in targets:
        is_reading = target[1] in OFFERED and target[1] not in SAVING
        explore(judge, arguments, target, max(1, examples // (1 + 2 * is_reading)))
    Cursor.commit = kept
    after = judge.digest()
    return {
        "count": {**judge.count, "methods": len(targets), "done": len(judge.done)},
        "changed": [name for name in after if after[name] != before[name]],
        "faults": judge.faults,
        "never done": sorted({".".join(one) for one in targets} - judge.done),
        "sample": judge.sample,
        "routes": find_routes(env),
        "digest": write_digest(get_tables(env)),
    }


if "env" in globals():
    report = main(
        globals()["env"],
        int(os.environ["SOCIAL_FUZZ"]),
        os.environ.get("SOCIAL_FUZZ_ONLY", ""),
    )
    path = Path(os.environ["SOCIAL_FUZZ_REPORT"])
    path.write_text(json.dumps(report, indent=1), "utf-8")
