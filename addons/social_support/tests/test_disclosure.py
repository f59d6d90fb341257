from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .case_common import CaseCommon

ASSIGNMENT = "social.support.assignment"


@tagged("post_install", "-at_install")
class TestDisclosure(CaseCommon, HttpCase):
    """An organisation sees what the consent covers, while its part is open."""

    def setUp(self):
        super().setUp()
        self.assignment = self._create_assignment()
        self.theirs = self.assignment.with_user(self.portal_user)

    def _login(self, user):
        user.password = f"{user.login}-2026"
        self.authenticate(user.login, user.password)

    def _call(self, model, method, *arguments):
        return self.make_jsonrpc_request(
            "/web/dataset/call_kw",
            {"model": model, "method": method, "args": arguments, "kwargs": {}},
        )

    def _get_codes(self):
        return [detail["code"] for detail in self.theirs.get_details()]

    def test_only_the_details_of_the_consent_are_shown(self):
        self.assertEqual(self._get_codes(), ["name", "birth_date", "address"])
        values = [detail["value"] for detail in self.theirs.get_details()]
        self.assertIn(self.citizen.name, values)
        self.assertNotIn(self.citizen.snils, str(values))

    def test_a_consent_without_details_shows_nothing(self):
        self.consent._unlocked().detail_ids = [Command.clear()]
        self.assertEqual(self._get_codes(), [])

    def test_every_detail_of_the_list_can_be_shown(self):
        self.env["social.support.family.member"].create(
            {"citizen_id": self.citizen.id, "name": "Проба", "kinship": "child"}
        )
        self.env["social.support.citizen.circumstance"].create(
            {
                "citizen_id": self.citizen.id,
                "circumstance_id": self.env.ref("social_support.circumstance_7").id,
                "ground": "Act",
            }
        )
        representative = self._create_citizen(snils=False, last_name="Опекунова")
        self.citizen.write({"phone": "+7 000", "representative_id": representative.id})
        details = self.env["social.support.detail"].search([])
        self.consent._unlocked().detail_ids = details
        self.assertEqual(self._get_codes(), details.sorted().mapped("code"))

    def test_each_disclosure_is_journaled_with_what_was_shown(self):
        self.theirs.get_details()
        self.theirs.get_details()
        entries = self.assignment.journal_ids.filtered(
            lambda entry: entry.event == "disclosed"
        )
        self.assertEqual(len(entries), 2)
        self.assertEqual(
            entries[0].payload, {"details": ["address", "birth_date", "name"]}
        )
        self.assertEqual(entries.user_id, self.portal_user)

    def test_a_withdrawn_consent_shows_nothing_more(self):
        self.consent.action_withdraw()
        self.assertEqual(self._get_codes(), [])

    def test_nothing_is_shown_after_the_part_is_over(self):
        portal = self.portal_user
        endings = {
            "refused": lambda: self.theirs.action_refuse(self.no_capacity.id),
            "revoked": lambda: self.assignment.action_revoke("Moved"),
            "done": lambda: self.theirs.action_report("done", "Given"),
            "not_done": lambda: self.theirs.action_report("not_done", "Absent"),
        }
        for state, end in endings.items():
            start = "accepted" if state in ("done", "not_done") else "proposed"
            self.assignment._unlocked().write({"state": start})
            end()
            with self.subTest(state=state):
                self.assertEqual(self.assignment.state, state)
                with self.assertRaisesRegex(UserError, "is over"):
                    self.theirs.get_details()
                with self.assertRaises(AccessError):
                    self.theirs.read(["name"])
                self.assertFalse(
                    self.env[ASSIGNMENT].with_user(portal).search_count([])
                )

    def test_the_files_of_an_ended_part_are_closed_to_the_organisation(self):
        self.theirs.action_accept()
        file = (
            self.env["ir.attachment"]
            .with_user(self.portal_user)
            .sudo()
            .create({"name": "report.pdf", "raw": b"%PDF-1.4 family"})
        )
        self.theirs.action_report("done", "Given", file.ids)
        self.assertTrue(file.sha256)
        self.assertEqual((file.res_model, file.res_id), (ASSIGNMENT, self.theirs.id))
        self._login(self.portal_user)
        answer = self.url_open(f"/web/content/{file.id}")
        self.assertNotIn(b"family", answer.content)
        self.assertTrue(file.with_user(self.curator).read(["raw"]))

    def test_a_foreign_file_is_not_taken_into_a_report(self):
        self.theirs.action_accept()
        file = self.env["ir.attachment"].create({"name": "other.pdf", "raw": b"%PDF"})
        with self.assertRaisesRegex(UserError, "belongs to another document"):
            self.theirs.action_report("done", "Given", file.ids)
        self.assertEqual(self.assignment.state, "accepted")

    @mute_logger("odoo.http")
    def test_over_rpc_an_organisation_reads_no_case_and_no_family(self):
        self._login(self.portal_user)
        own = ["name", "state", "measure_id", "participant_id", "content", "deadline"]
        [values] = self._call(ASSIGNMENT, "read", self.assignment.ids, own)
        self.assertEqual(values["name"], self.assignment.name)
        self.assertNotIn(self.citizen.name, str(values))
        staff = {"case_id", "citizen_id", "consent_id", "line_id", "result"}
        self.assertFalse(staff & self._call(ASSIGNMENT, "fields_get").keys())
        for model in (
            "social.support.case",
            "social.support.plan",
            "social.support.need",
            "social.support.assessment",
            "social.support.visit",
            "social.interagency.citizen",
            "social.interagency.consent",
        ):
            with self.subTest(model=model), self.assertRaises(JsonRpcException):
                self._call(model, "search", [])
        for domain in (
            [["case_id.citizen_id.last_name", "=", "Проверкин"]],
            [["consent_id", "=", self.consent.id]],
        ):
            with self.subTest(domain=domain), self.assertRaises(JsonRpcException):
                self._call(ASSIGNMENT, "search", domain)

    @mute_logger("odoo.http")
    def test_over_rpc_a_stranger_reaches_nothing(self):
        self._login(self.stranger)
        self.assertEqual(self._call(ASSIGNMENT, "search", []), [])
        for method, arguments in (
            ("read", [["name"]]),
            ("get_details", []),
            ("action_accept", []),
            ("action_revoke", ["x"]),
            ("action_reassign", [self.fund.id]),
            ("write", [{"state": "done"}]),
        ):
            with self.subTest(method=method), self.assertRaises(JsonRpcException):
                self._call(ASSIGNMENT, method, self.assignment.ids, *arguments)
        self.assertEqual(self.assignment.state, "proposed")

    def test_a_clerk_of_the_organisation_sees_the_measure_and_no_citizen(self):
        clerk = self._create_user("fund_clerk", "social_interagency.group_clerk")
        self.provider.user_ids |= clerk
        theirs = self.assignment.with_user(clerk)
        [values] = theirs.read()
        self.assertNotIn(self.citizen.name, str(values))
        self.assertNotIn("citizen_id", values)
        with self.assertRaises(AccessError):
            theirs.case_id.read(["name"])
        self.assertTrue(theirs.get_details())
        page = theirs.action_show_details()["url"]
        self.assertTrue(page.endswith(f"/{theirs.id}"))
        theirs.action_accept()
        theirs.action_report("done", "Given")
        with self.assertRaises(AccessError):
            theirs.read(["name"])
