from odoo.fields import Datetime

from .common import ControlCommon

MONTH = {"kind": "month", "year": 2026, "number": 2}
# Sent, the last day to send, due, answered: by hand, moments of 12:00 in Moscow.
PROVIDER_ROWS = [
    ("02-02", "02-03", "02-09", "02-04"),  # two working days
    ("02-02", "02-03", "02-09", "02-09"),  # five
    ("02-05", "02-04", "02-12", "02-16"),  # sent late, answered late, seven
    ("02-09", "02-10", "02-16", None),  # overdue, without an answer
]
FUND_ROWS = [
    ("02-10", "02-11", "02-17", "02-11"),  # one
    ("02-12", "02-13", "02-19", "02-20"),  # late, six
    ("02-26", "02-27", "03-05", "02-27"),  # due in March
]


class FigureCommon(ControlCommon):
    """Seven requests of February, counted by hand, and the body that counts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.regulation._unlocked().write({"controller_id": cls.ministry.id})
        cls.env["social.control.indicator"].search([]).min_case_count = 2
        cls.period = cls._create_period()

    @classmethod
    def _create_period(cls, user=None, **values):
        return (
            cls.env["social.control.period"]
            .with_user(user or cls.control_head)
            .create({**MONTH, "participant_id": cls.ministry.id, **values})
        )

    @classmethod
    def _create_table(cls):
        cls.to_provider = [cls._create_row(row) for row in PROVIDER_ROWS]
        cls.to_fund = [
            cls._create_row(row, cls.pension, addressee_id=cls.fund.id, channel="post")
            for row in FUND_ROWS
        ]

    @classmethod
    def _create_row(cls, moments, kind=None, **values):
        """Return a request with the moments of a row, each about another citizen."""
        citizen = cls._create_citizen(snils=False, last_name="Пример")
        values.setdefault("citizen_id", citizen.id)
        request = cls._create_request(kind or cls.survey, **values)
        sent, send_by, due, answered = (
            day and f"2026-{day} 09:00:00" for day in moments
        )
        request._unlocked().write(
            {
                "state": "answered" if answered else "sent",
                "sent_at": sent,
                "prepare_deadline": send_by,
                "deadline": due,
                "closed_at": answered,
            }
        )
        if answered:
            cls._create_answer(request)
        return request

    @classmethod
    def _create_answer(cls, request, **values):
        number = cls.env["social.interagency.answer"].search_count([])
        values.setdefault("sent_at", Datetime.to_string(request.closed_at))
        return (
            cls.env["social.interagency.answer"]
            ._unlocked()
            .create(
                {
                    "name": f"T-{number}",
                    "request_id": request.id,
                    "outcome": "full",
                    "is_judged": True,
                    "is_complete": True,
                    **values,
                }
            )
        )

    def _get_figures(self, period=None, user=None):
        """Return the figures as the button of the period shows them."""
        period = (period or self.period).with_user(user or self.control_head)
        action = period.action_view_figures()
        return period.env[action["res_model"]].search(action["domain"])

    def _get_figure(self, code, part="total", key=None, **where):
        """Return a figure, of the whole or of one part."""
        figures = self._get_figures(**where).filtered(
            lambda figure: figure.code == code and figure.part_kind == part
        )
        if key:
            figures = figures.filtered(lambda figure: key == figure._get_part()[1])
        return figures

    def _assert_share(self, figure, numerator, denominator):
        self.assertEqual(
            (figure.numerator, figure.denominator), (numerator, denominator)
        )
        self.assertAlmostEqual(figure.value, 100 * numerator / denominator, 2)

    def _search_records(self, figure, side):
        action = getattr(figure, f"action_view_{side}")()
        return figure.env[action["res_model"]].search(action["domain"])
