import doctest
import xmlrpc.client
from datetime import date

from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from ..tools import outside
from .common import InteragencyCommon

REQUEST = "social.interagency.request"
HUGE = 10**30


@tagged("post_install", "-at_install")
class TestOutside(InteragencyCommon, HttpCase):
    """What comes from outside in a wrong form is refused in one sentence."""

    def setUp(self):
        super().setUp()
        for user in (self.clerk, self.portal_user):
            user.password = f"{user.login}-2026"
        self.paper = self._create_sent_request()

    def _login(self, user):
        self.authenticate(user.login, f"{user.login}-2026")

    def _call(self, model, method, *args, **kwargs):
        """Return the answer to a call of the clerk over the web."""
        self._login(self.clerk)
        kwargs["context"] = {"lang": "en_US"}
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        answer = self.opener.post(
            f"{self.base_url()}/web/dataset/call_kw/{model}/{method}",
            json={"jsonrpc": "2.0", "params": params},
            timeout=12,
        )
        return answer.json()

    def _assert_refused(self, sentence, *call, **kwargs):
        error = self._call(*call, **kwargs)["error"]["data"]
        self.assertIn(error["name"].split(".")[0], ("odoo", "werkzeug"))
        self.assertIn(sentence, error["message"])

    def test_examples_in_the_sources_hold(self):
        self.assertFalse(doctest.testmod(outside).failed)

    def test_documents_are_named_by_their_numbers(self):
        for ids in ("first", ["first"], [0], [HUGE], [True], [None], [1.5]):
            self._assert_refused("than their numbers", REQUEST, "action_send", ids)
            self._assert_refused("than their numbers", REQUEST, "read", ids, ["name"])

    def test_a_character_that_cannot_be_kept_is_refused(self):
        paper = self.paper.ids
        for text in ("before\0after", "\ud800"):
            self._assert_refused(
                "cannot be kept", REQUEST, "action_cancel", paper, text
            )
            self._assert_refused(
                "cannot be kept", REQUEST, "create", [{"content": text}]
            )

    def test_fields_are_given_as_fields(self):
        for values in ("name", ["name"], None, 5):
            self._assert_refused("no fields", REQUEST, "create", values)
        for values in ("name", [], [{}], None):
            self._assert_refused("no fields", REQUEST, "write", [1], values)
        for values in ("name", ["name"], 5):
            self._assert_refused("no fields", REQUEST, "copy", [1], values)

    def test_a_value_that_its_field_cannot_hold_is_named(self):
        wrong = {
            "addressee_id": ["first", HUGE],
            "retention_until": ["2026-02-30", "9999-12-31", [1]],
            "line_ids": [["x"], [[0]], [[0, 0, "x"]], [[9, 1]], [[4, HUGE]]],
            "channel": ["pigeon", {}],
            "content": [["text"], {"ru_RU": "text"}],
        }
        requests = self.env[REQUEST].with_context(lang="en_US")
        for name, given in wrong.items():
            label = requests._fields[name]._description_string(requests.env)
            for value in given:
                values = {name: value}
                self._assert_refused(label, REQUEST, "create", [values])
                self._assert_refused(label, REQUEST, "write", [1], values)

    def test_a_value_of_a_row_is_checked_as_well(self):
        rows = [[0, 0, {"document_type_id": "first"}]]
        self._assert_refused("wrong form", REQUEST, "create", [{"line_ids": rows}])

    def test_an_argument_of_a_wrong_form_is_named(self):
        paper = self.paper.ids
        self._assert_refused("“ground”", REQUEST, "action_cancel", paper, ["x"])
        for days in (HUGE, "10", 1.5, [5]):
            self._assert_refused("“days”", REQUEST, "action_extend", paper, days, "Why")
        self._assert_refused("wrong form", REQUEST, "action_redirect", paper, {}, "Why")
        self.assertEqual(self.paper.state, "sent")

    def test_a_decision_is_upon_a_document(self):
        self._assert_refused("No document", REQUEST, "action_cancel", [], "Why")

    def _call_by_xmlrpc(self, *call, **kwargs):
        login = (self.env.cr.dbname, self.clerk.id, f"{self.clerk.login}-2026")
        model, method, *args = call
        kwargs["context"] = {"lang": "en_US"}
        return self.xmlrpc_object.execute_kw(*login, model, method, args, kwargs)

    def _call_by_jsonrpc(self, *call):
        login = (self.env.cr.dbname, self.clerk.id, f"{self.clerk.login}-2026")
        return self.make_jsonrpc_request(
            "/jsonrpc",
            {"service": "object", "method": "execute", "args": [*login, *call]},
        )

    @mute_logger("odoo.addons.rpc.controllers.xmlrpc", "odoo.http")
    def test_the_xml_gate_refuses_the_same(self):
        for call, words in (
            (("action_send", ["first"]), "than their numbers"),
            (("create", [{"channel": "pigeon"}]), "wrong form"),
            (("action_cancel", [self.paper.id], ["x"]), "“ground”"),
        ):
            with self.assertRaisesRegex(xmlrpc.client.Fault, words) as caught:
                self._call_by_xmlrpc(REQUEST, *call)
            self.assertNotIn("Traceback", caught.exception.faultString)

    @mute_logger("odoo.addons.rpc.controllers.xmlrpc")
    def test_the_xml_gate_brings_dates_as_such(self):
        values = {
            "citizen_id": self.citizen.id,
            "number": "1",
            "signed_date": xmlrpc.client.DateTime("20260310T00:00:00"),
            "purpose": "Social service",
        }
        consent = self._call_by_xmlrpc("social.interagency.consent", "create", values)
        [row] = self.env["social.interagency.consent"].browse(consent).read()
        self.assertEqual(row["signed_date"], date(2026, 3, 10))

    @mute_logger("odoo.addons.rpc.controllers.jsonrpc", "odoo.http")
    def test_the_older_json_gate_refuses_the_same(self):
        found = self._call_by_jsonrpc(REQUEST, "search", [["id", "=", self.paper.id]])
        self.assertEqual(found, self.paper.ids)
        with self.assertRaisesRegex(JsonRpcException, "UserError"):
            self._call_by_jsonrpc(REQUEST, "read", ["first"], ["name"])

    def test_what_odoo_itself_calls_goes_through(self):
        views = self._call(REQUEST, "get_views", [[False, "form"]], {"toolbar": True})
        self.assertIn("form", views["result"]["views"])

    def test_what_models_have_in_common_is_no_model_to_call(self):
        error = self._call("social.number.mixin", "copy", [1])["error"]
        self.assertEqual(error["code"], 404)

    def test_a_page_of_a_number_that_no_paper_has_is_not_found(self):
        self._login(self.portal_user)
        for path in (f"/{HUGE}", f"/page/{HUGE}", f"/{self.paper.id}/file/{HUGE}"):
            answer = self.url_open(f"/my/interagency{path}")
            self.assertEqual(answer.status_code, 404)

    def test_a_page_takes_no_parameter_of_the_program(self):
        self._login(self.portal_user)
        answer = self.url_open("/my/interagency?self=1")
        self.assertEqual(answer.status_code, 200)

    def test_a_page_takes_no_character_that_cannot_be_kept(self):
        self._login(self.portal_user)
        answer = self.url_open("/my/interagency?search=a%00b")
        self.assertEqual(answer.status_code, 400)
        self.assertEqual(self.url_open("/my/interagency/a%00b").status_code, 404)
