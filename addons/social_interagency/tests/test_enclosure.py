from contextlib import nullcontext

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from ..exchange import papers
from .exchange_common import ExchangeCommon

CONTENT = b"%PDF-1.4 enclosure"


@tagged("post_install", "-at_install")
class TestEnclosure(ExchangeCommon, HttpCase):
    """The addressee sees what is enclosed with a request, on the page and in print."""

    def setUp(self):
        super().setUp()
        for user in (self.portal_user, self.stranger):
            user.password = f"{user.login}-2026"
        self.file = (
            self.env["ir.attachment"]
            .with_user(self.clerk)
            .create({"name": "power of attorney.pdf", "raw": CONTENT})
        )
        self.paper = self._create_sent_request(
            self.survey, attachment_ids=[Command.set(self.file.ids)]
        )
        self.url = f"/my/interagency/{self.paper.id}"

    def _prepare_registry(self):
        """A test over HTTP is in this mode from the beginning."""
        return nullcontext()

    def _login(self, user):
        self.authenticate(user.login, f"{user.login}-2026")

    def _print(self, report, record):
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            f"social_interagency.{report}", record.ids
        )
        return " ".join(html.decode().split())

    def _create_incoming(self, **values):
        """Return the ministry's request to the provider that a message brought."""
        file = papers.File.of("scan.pdf", CONTENT)
        message = self._prepare_request(files=(file,), **values)
        return self._take(message, self.ministry).request_id

    def test_the_addressee_downloads_an_enclosure_in_the_portal(self):
        self._login(self.portal_user)
        self.assertIn("power of attorney.pdf", self.url_open(self.url).text)
        found = self.url_open(f"{self.url}/file/{self.file.id}")
        self.assertEqual(found.content, CONTENT)
        self.assertIn("attachment", found.headers["Content-Disposition"])

    def test_a_stranger_and_another_request_reach_no_enclosure(self):
        other = self._create_sent_request(self.survey)
        self._login(self.portal_user)
        found = self.url_open(f"/my/interagency/{other.id}/file/{self.file.id}")
        self.assertNotEqual(found.content, CONTENT)
        self._login(self.stranger)
        refused = self.url_open(
            f"{self.url}/file/{self.file.id}", allow_redirects=False
        )
        self.assertEqual(refused.status_code, 303)
        self.assertEqual(self.url_open(f"/web/content/{self.file.id}").status_code, 404)

    def test_the_print_lists_enclosures_with_their_digests(self):
        html = self._print("report_request", self.paper)
        self.assertIn("power of attorney.pdf", html)
        self.assertIn(f"SHA-256: {self.file.sha256}", html)

    def test_a_print_without_enclosures_has_no_row_for_them(self):
        html = self._print("report_request", self._create_sent_request(self.survey))
        self.assertNotIn("Enclosures", html)

    def test_the_page_and_the_prints_show_the_words_of_the_sender(self):
        request = self._create_incoming(
            number="ИС-77",
            service=papers.Named(code="T-1", name="Service by another name"),
        )
        self._login(self.portal_user)
        page = self.url_open(f"/my/interagency/{request.id}").text
        html = self._print("report_request", request)
        for text in ("ИС-77", "Test service", "Service by another name", "scan.pdf"):
            self.assertIn(text, page)
            self.assertIn(text, html)
        self._answer(request)
        self.assertIn("ИС-77", self._print("report_answer", request.answer_ids))

    def test_a_service_that_is_named_alike_is_shown_once(self):
        request = self._create_incoming()
        html = self._print("report_request", request)
        self.assertEqual(html.count("Test service"), 1)
