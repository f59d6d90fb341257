from odoo import fields, models

from ..tools.selections import PARTICIPANT_KINDS


class SocialInteragencyParticipantKind(models.Model):
    """The six kinds of clause §3б, as rows that document types can name."""

    _name = "social.interagency.participant.kind"
    _description = "Kind of participant"
    _inherit = ["social.law.mixin"]
    _order = "sequence, id"

    code = fields.Selection(selection=PARTICIPANT_KINDS, required=True, readonly=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)

    _code_unique = models.UniqueIndex("(code)", "This kind of participant exists.")
