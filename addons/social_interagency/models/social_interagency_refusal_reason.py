from odoo import fields, models


class SocialInteragencyRefusalReason(models.Model):
    """Why an addressee does not give what is asked; the ministry keeps the list."""

    _name = "social.interagency.refusal.reason"
    _description = "Reason for refusal"
    _order = "sequence, id"

    name = fields.Char(required=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10, aggregator=False)
    active = fields.Boolean(default=True)
    legal_basis = fields.Char()

    _code_unique = models.UniqueIndex("(code)", "This reason is in the list already.")
