from odoo.tests import HttpCase, tagged

from ..demo.signature_keys import COMPANY, COMPANY_INN, OGRN
from .signature_common import CONTENT, SignatureCommon

STRANGER = {**COMPANY, COMPANY_INN: "9901000027", OGRN: "1029900000023"}


@tagged("post_install", "-at_install")
class TestSignaturePortal(SignatureCommon, HttpCase):
    """A provider answers in the portal with a signed file."""

    def setUp(self):
        super().setUp()
        self.paper = self._create_sent_request()
        self.url = f"/my/interagency/{self.paper.id}"
        self.portal_user.password = "portal-signature-2026"
        self.authenticate(self.portal_user.login, "portal-signature-2026")

    def _answer_with(self, files):
        page = self.url_open(self.url).text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        return self.url_open(
            f"{self.url}/answer",
            data={"csrf_token": token, "outcome": "full", "text": "Survey made"},
            files=[("attachments", (*file, "application/pdf")) for file in files],
        ).text

    def _print(self):
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "social_interagency.report_answer", self.paper.answer_ids.ids
        )
        return " ".join(html.decode().split())

    def _assert_reason(self, code, page):
        """Check that the page names the reason, in whichever language it is."""
        signature = self.paper.answer_ids.signature_ids
        self.assertEqual(signature.signature_reason, code)
        sentences = [
            signature.with_context(lang=language)._get_reason_text()
            for language, _name in self.env["res.lang"].get_installed()
        ]
        self.assertTrue([text for text in sentences if text in page], sentences)

    def test_a_signed_answer_is_checked_as_it_comes(self):
        page = self._answer_with(
            [("survey.pdf.sig", self.signature), ("survey.pdf", CONTENT)]
        )
        answer = self.paper.answer_ids
        self.assertEqual(answer.signature_state, "valid")
        self.assertEqual(answer.signature_ids.participant_id, self.provider)
        self.assertIn("Образцов Тест Проверович", page)
        self.assertIn(answer.signature_ids.certificate_serial, page)

    def test_a_paper_on_file_shows_the_result_of_its_answer(self):
        self._answer_with([("survey.pdf", CONTENT), ("survey.pdf.sig", self.signature)])
        self.paper.with_user(self.clerk).action_accept()
        document = self.paper.line_ids.document_id.with_user(self.clerk)
        self.assertEqual(document.signature_state, "valid")

    def test_the_print_bears_a_stamp_with_the_result(self):
        self._answer_with([("survey.pdf", CONTENT), ("survey.pdf.sig", self.signature)])
        html = self._print()
        for text in (
            "The document is signed by an electronic signature",
            self.paper.answer_ids.signature_ids.certificate_serial,
            "Центр, Образцов Тест Проверович",
        ):
            self.assertIn(text, html)

    def test_a_signature_of_another_organisation_is_shown_on_page_and_print(self):
        self.keys.issue("stranger", "authority", STRANGER)
        signature = self.keys.sign("stranger", CONTENT)
        page = self._answer_with(
            [("survey.pdf", CONTENT), ("survey.pdf.sig", signature)]
        )
        self._assert_reason("other_participant", page)
        html = self._print()
        self.assertIn("The electronic signature is not valid", html)
        self.assertNotIn("is signed by an electronic signature", html)

    def test_a_signature_that_is_not_checked_says_why(self):
        self.root_certificate.action_archive()
        page = self._answer_with(
            [("survey.pdf", CONTENT), ("survey.pdf.sig", self.signature)]
        )
        self._assert_reason("no_roots", page)
        html = self._print()
        self.assertIn("The electronic signature is not checked", html)
        self.assertIn("No trusted root certificates are loaded.", html)

    def test_an_answer_without_a_signature_bears_no_stamp(self):
        page = self._answer_with([("survey.pdf", CONTENT)])
        self.assertNotIn("o_social_signature", page)
        self.assertNotIn("o_social_stamp", self._print())

    def test_the_portal_reads_its_answer_and_not_the_checks(self):
        self._answer_with([("survey.pdf", CONTENT), ("survey.pdf.sig", self.signature)])
        answer = self.paper.answer_ids.with_user(self.portal_user)
        self.assertEqual(answer.read()[0]["signature_state"], "valid")
        self.assertNotIn("signature_ids", answer.read()[0])
