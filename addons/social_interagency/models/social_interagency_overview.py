from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

WEEKS = 8
PARTICIPANTS = 10


class SocialInteragencyOverview(models.AbstractModel):
    """What the first screen shows; every figure leads to its records."""

    _name = "social.interagency.overview"
    _description = "Overview"

    @api.model
    @api.readonly
    def get_overview(self):
        """Return cards, discipline by participant and load by week.

        :returns: dict with ``cards`` (key, label, count, domain), ``discipline``
            and ``load`` (label, in time, late, waiting or count, domain)
        """
        return {
            "cards": self._get_cards(),
            "discipline": self._get_discipline(),
            "load": self._get_load(),
        }

    @api.model
    def _get_cards(self):
        requests = self.env["social.interagency.request"]
        return [
            {
                "key": key,
                "label": label,
                "tone": tone,
                "count": requests.search_count(domain),
                "domain": list(domain),
            }
            for key, label, tone, domain in self._get_card_domains()
        ]

    @api.model
    def _get_card_domains(self):
        _ = self.env._
        mine = Domain("executor_id", "=", self.env.uid)
        outgoing = Domain("is_outgoing", "=", True)
        incoming = Domain("is_incoming", "=", True)
        if self.env.user.has_group("social_interagency.group_auditor"):
            outgoing = mine = Domain.TRUE

        def due(state):
            return Domain("deadline_state", "=", state)

        return [
            ("overdue", _("Overdue requests"), "danger", outgoing & due("overdue")),
            ("soon", _("Due soon"), "warning", outgoing & due("soon")),
            ("ahead", _("In time"), "info", outgoing & due("ahead")),
            (
                "to_approve",
                _("Awaiting approval"),
                "secondary",
                outgoing & Domain("state", "=", "approval"),
            ),
            (
                "to_accept",
                _("Answers to accept"),
                "success",
                outgoing & Domain("state", "=", "answered"),
            ),
            (
                "drafts",
                _("My drafts"),
                "secondary",
                mine & Domain("state", "=", "draft"),
            ),
            (
                "incoming",
                _("Incoming, not answered"),
                "primary",
                incoming & Domain("state", "in", ["sent", "received", "returned"]),
            ),
        ]

    @api.model
    def _get_discipline(self):
        """Return answers in time, late and missing by addressee, worst first."""
        report = self.env["social.interagency.report"]
        rows = report._read_group(
            Domain("sent_at", ">=", "now -90d"),
            ["addressee_id"],
            ["__count", "answered:sum", "answered_late:sum", "waiting_late:sum"],
        )
        rows.sort(key=lambda row: (-(row[3] + row[4]), -row[1]))
        worst = rows[:PARTICIPANTS]
        addressees = report.addressee_id.browse(row[0].id for row in worst)
        return [
            {
                "label": addressee.short_name or addressee.name,
                "in_time": answered - late,
                "late": late,
                "waiting_late": waiting,
                "domain": [("addressee_id", "=", addressee.id)],
            }
            for addressee, (_one, _count, answered, late, waiting) in zip(
                addressees, worst, strict=True
            )
        ]

    @api.model
    def _get_load(self):
        """Return how many answers fall due in each of the coming and past weeks."""
        rows = self.env["social.interagency.request"].formatted_read_group(
            Domain("deadline", ">=", f"now -{WEEKS}w")
            & Domain("deadline", "<=", f"now +{WEEKS}w"),
            ["deadline:week"],
            ["__count"],
        )
        return [
            {
                "label": format_date(
                    self.env, row["deadline:week"][0], date_format="d MMM"
                ),
                "count": row["__count"],
                "domain": row["__extra_domain"],
            }
            for row in rows
        ]
