from io import BytesIO

from pypdf import PdfReader

from odoo.tests import HttpCase
from odoo.tools import format_date


class PrintingCase(HttpCase):
    """Prints papers and reads the text of the PDF."""

    def _print(self, report, documents, user=None):
        reports = self.env["ir.actions.report"].with_user(user or self.curator)
        content, kind = reports.with_context(
            force_report_rendering=True
        )._render_qweb_pdf(f"social_support.{report}", documents.ids)
        self.assertEqual(kind, "pdf")
        pages = PdfReader(BytesIO(content)).pages
        return " ".join(" ".join(page.extract_text().split()) for page in pages)

    def _day(self, moment):
        return format_date(self.env, moment, lang_code=self.curator.lang)

    def _assert_in_order(self, text, parts):
        places = [text.find(part) for part in parts]
        self.assertNotIn(-1, places, dict(zip(parts, places, strict=True)))
        self.assertEqual(places, sorted(places))
