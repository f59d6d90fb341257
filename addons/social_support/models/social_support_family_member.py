from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.selections import KINSHIPS


class SocialSupportFamilyMember(models.Model):
    """A member of the citizen's family: a card of his own, or a name alone."""

    _name = "social.support.family.member"
    _description = "Family member"
    _inherit = ["social.support.citizen.content.mixin"]
    _order = "citizen_id, birth_date, id"

    _card_field = "family_member_ids"

    person_id = fields.Many2one(
        comodel_name="social.interagency.citizen",
        string="Card of the member",
        ondelete="restrict",
        index="btree_not_null",
    )
    name = fields.Char(
        string="Full name",
        compute="_compute_name",
        store=True,
        precompute=True,
        readonly=False,
    )
    kinship = fields.Selection(selection=KINSHIPS, required=True)
    birth_date = fields.Date()
    occupation = fields.Char(string="Work or study")
    lives_together = fields.Boolean(string="Lives together", default=True)

    _person_unique = models.UniqueIndex(
        "(citizen_id, person_id) WHERE person_id IS NOT NULL",
        "This person is in the family already.",
    )
    _person_other = models.Constraint(
        "CHECK(person_id != citizen_id)",
        "A person is not a member of the own family. Choose another card.",
    )

    @api.depends("person_id")
    def _compute_name(self):
        for member in self:
            member.name = member.person_id.name or member.name

    @api.constrains("citizen_id", "person_id", "name")
    def _check_name(self):
        for member in self:
            if not (member.name or "").strip():
                raise ValidationError(
                    self.env._(
                        "Card %(number)s: a family member has no name. "
                        "Enter the name or choose the card of the member.",
                        number=member.citizen_id.number,
                    )
                )

    @api.constrains("citizen_id", "person_id")
    def _check_person_served(self):
        """A card gives its name only to the bodies that serve the person."""
        for member in self.sudo():
            bodies = member.person_id.participant_ids
            if member.person_id and not bodies & member.citizen_id.participant_ids:
                raise ValidationError(
                    self.env._(
                        "Card %(number)s: the card of the family member is of another "
                        "body. Enter the name of the member instead.",
                        number=member.citizen_id.number,
                    )
                )

    @api.constrains("birth_date")
    def _check_birth_date(self):
        for member in self:
            if member.birth_date and member.birth_date > fields.Date.context_today(
                member
            ):
                raise ValidationError(
                    self.env._(
                        "Card %(number)s: the birth date of a family member lies in "
                        "the future. Correct it by the paper.",
                        number=member.citizen_id.number,
                    )
                )
