from datetime import timedelta
from random import Random

from odoo import api, models

MONTHS = range(12, 2, -1)
MONTHLY = 8


class SocialInteragencyDemoYear(models.AbstractModel):
    """The months before the papers of today: figures of a year have a course.

    What was asked then is answered and accepted; the answers grow quicker.
    """

    _inherit = "social.interagency.demo"

    @api.model
    def _load_requests(self, random, regulation, applications):
        self._load_past(Random(442), regulation, applications.citizen_id)  # noqa: S311
        super()._load_requests(random, regulation, applications)

    def _load_past(self, random, regulation, citizens):
        holders = self._get_questions(regulation)
        for ago in MONTHS:
            for place in range(MONTHLY):
                number = ago * MONTHLY + place
                addressee, types = holders[number % len(holders)]
                moment = self._get_moment(random, 30 * ago - 14, 30 * ago + 15)
                citizen = citizens[number % len(citizens)]
                request = self._draft(random, citizen, addressee, types, moment)
                self._carry_past(random, request, moment, ago)

    def _carry_past(self, random, request, moment, ago):
        sent_at = self._later(moment, random.randint(2, 10 + 3 * ago))
        self._as("head", request)._at(sent_at).action_send()
        received_at = self._later(sent_at, random.randint(1, 10))
        acting = self._as_addressee(request)._at(received_at)
        acting.action_receive(received_at, f"{request.id}-вх")
        is_late = random.random() < ago / 30
        hours = random.randint(220, 300) if is_late else random.randint(10, 110)
        answered_at = self._later(received_at, hours)
        outcome = self._submit(random, request, answered_at, request.id)
        clerk = self._as("clerk", request)._at(answered_at + timedelta(hours=20))
        clerk.action_accept(is_complete=outcome == "full")
