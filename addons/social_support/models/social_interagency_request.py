from odoo import fields, models


class SocialInteragencyRequest(models.Model):
    """A request that a support case asks, for a measure in place of a service."""

    _inherit = "social.interagency.request"

    _content_fields = frozenset({"support_case_id", "measure_id"})

    support_case_id = fields.Many2one(
        comodel_name="social.support.case",
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        groups="social_support.group_curator,social_interagency.group_auditor",
    )
    measure_id = fields.Many2one(
        comodel_name="social.support.measure",
        string="Measure of social support",
        ondelete="restrict",
        index="btree_not_null",
        groups="base.group_user",
    )

    def _get_subject(self):
        return super()._get_subject() or self.sudo().measure_id
