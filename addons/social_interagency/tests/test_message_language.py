from freezegun import freeze_time

from odoo.tests import tagged

from ..exchange import papers
from .exchange_common import ExchangeCommon

RUSSIAN = "ru_RU"


@tagged("post_install", "-at_install")
class TestMessageLanguage(ExchangeCommon):
    """Jobs have no language: what they write is in the language of its reader."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang(RUSSIAN)
        cls.clerk.lang = RUSSIAN
        cls.provider._get_system_user().lang = RUSSIAN

    def _explain(self, code, detail=""):
        mixin = self.env["social.message.failure.mixin"]
        russian = mixin.with_context(lang=RUSSIAN)._explain_failure(code, detail)
        self.assertNotEqual(russian, mixin._explain_failure(code, detail))
        return russian

    def _answer_wrongly(self, **values):
        request = self._send_by_file(self.survey)
        answer = self._prepare_answer(self._get_message(request), **values)
        return self._take(answer)

    def test_a_system_that_a_job_links_speaks_the_language_of_the_ministry(self):
        self.env.company.partner_id.lang = RUSSIAN
        by_job = self.fund.with_context(lang=None)
        system = by_job._get_system_user()
        self.assertEqual(system.lang, RUSSIAN)
        self.assertTrue(system.name.startswith("Информационная система"))

    def test_the_officer_reads_in_his_language_why_nothing_was_delivered(self):
        request = self._send_by_file(self.survey)
        with freeze_time(self._get_message(request).expires_at):
            self._run_job("send_messages")
        self.assertIn(self._explain("expired"), request.activity_ids.note)

    def test_the_sender_reads_in_his_language_why_nothing_was_executed(self):
        self._answer_wrongly(outcome="no_data", reason=papers.Named(code="unknown"))
        notice = self.messages.search(
            [("direction", "=", "out"), ("kind", "=", "notice")]
        )
        self.assertEqual(
            self._read(notice).notice.ground, self._explain("unknown_reason", "unknown")
        )

    def test_a_sentence_of_the_request_is_kept_in_the_language_of_the_sender(self):
        refused = self._answer_wrongly(outcome="no_data")
        self.assertEqual(refused.failure, "not_executed")
        self.assertRegex(refused.failure_detail, "[а-яё]{4}")
