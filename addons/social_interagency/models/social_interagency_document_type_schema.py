from base64 import b64decode

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..exchange import xml
from ..exchange.errors import Malformed


class SocialInteragencyDocumentTypeSchema(models.Model):
    """Documents whose content is itself XML, by a schema of its own."""

    _inherit = "social.interagency.document.type"

    schema_file = fields.Binary(
        string="XML Schema of the content",
        attachment=False,
        help="Files .xml of an answer are checked by the schemas of the documents "
        "asked for, whoever sends them and whichever way they come.",
    )
    schema_name = fields.Char(string="Name of the schema")

    @api.constrains("schema_file")
    def _check_schema_file(self):
        for kind in self.filtered("schema_file"):
            try:
                kind._get_schema()
            except Malformed as error:
                failures = self.env["social.message.failure.mixin"]
                raise ValidationError(
                    self.env._(
                        "Document type “%(type)s”: %(reason)s",
                        type=kind.name,
                        reason=failures._explain_failure(error.code, error.detail),
                    )
                ) from None

    def _get_schema(self):
        content = self.with_context(bin_size=False).schema_file
        return xml.make_schema(b64decode(content))

    def _check_contents(self, files, number):
        """Check XML files by the schemas of these types; one of them must fit each.

        :param files: attachments of the answer; other kinds of files pass
        :param number: number of the request that is answered
        """
        schemas = [kind._get_schema() for kind in self if kind.schema_file]
        documents = files.filtered(lambda file: file.name.lower().endswith(".xml"))
        for document in documents if schemas else documents.browse():
            if place := self._find_fault(document.raw or b"", schemas):
                raise UserError(
                    self.env._(
                        "Request %(request)s: an XML file does not follow the schema "
                        "of the document (%(place)s). Correct it and attach it again.",
                        request=number,
                        place=place,
                    )
                )

    @api.model
    def _find_fault(self, content, schemas):
        """Return where the content leaves the schemas, "" when one fits it."""
        place = ""
        for schema in schemas:
            try:
                xml.validate(xml.parse(content), schema)
            except Malformed as error:
                place = error.detail or error.code
            else:
                return ""
        return place
