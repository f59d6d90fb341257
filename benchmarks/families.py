"""Families in social support: a curator's board and measures given in one action."""

from odoo.fields import Command
from odoo.tools import SQL

from benchmarks.measure import Result, in_turn

CASES = 20
SMALL, LARGE = 500, 50_000
MEASURES, PER_PLAN = 1000, 50
SPEED = 300  # measures a second, with their journal entries
BOARD = {
    "name": {},
    "citizen_id": {"fields": {"display_name": {}}},
    "family_category_id": {"fields": {"display_name": {}}},
    "level_id": {"fields": {"display_name": {}}},
    "level_limit_date": {},
    "next_visit_date": {},
    "has_valid_paper": {},
    "open_assignment_count": {},
    "overdue_assignment_count": {},
    "officer_id": {"fields": {"display_name": {}}},
}


class Families:
    """Cases of one curator in support, each with a current plan."""

    def __init__(self, env, region):
        self.env, self.region = env, region
        env["social.support.norm"].search([("unit", "=", "cases")]).value = 10**6
        self.curator = self._create_user("curator")
        self.others = [self._create_user(f"curator{number}") for number in range(10)]
        self.measure = env["social.support.measure"].search([], limit=1)
        self.level = env["social.support.level"].search([], limit=1)

    def _create_user(self, login):
        group = self.env.ref("social_support.group_support_head")
        return self.env["res.users"].create(
            {
                "name": login,
                "login": f"bench_{login}",
                "group_ids": [Command.set(group.ids)],
                "social_participant_ids": [Command.set(self.region.sender.ids)],
            }
        )

    def create_cases(self, count):
        """Return cases of the curator in support; their measures are not given yet."""
        region = self.region
        cases = (
            self.env["social.support.case"]
            .with_user(self.curator)
            .create(
                [
                    {
                        "citizen_id": citizen.id,
                        "participant_id": region.sender.id,
                        "consent_id": consent.id,
                    }
                    for citizen, consent in zip(
                        region.citizens[:count], region.consents[:count], strict=True
                    )
                ]
            )
        )
        cases.action_assess()
        cases.action_set_level(self.level.id, "Measurement")
        cases._unlocked().write({"state": "planning"})
        return cases

    def create_plans(self, cases, lines):
        """Return the rows of new plans that are approved."""
        row = {
            "measure_id": self.measure.id,
            "participant_id": self.region.addressee.id,
            "days": 5,
        }
        plans = cases.env["social.support.plan"].create(
            [
                {
                    "case_id": case.id,
                    "line_ids": [Command.create(row) for _line in range(lines)],
                }
                for case in cases
            ]
        )
        plans.action_approve()
        return plans.line_ids.browse(plans.line_ids.ids)


def measure_assigning(env, region):
    """Give a thousand measures in one action; each run is rolled back."""
    families = Families(env, region)
    cases = families.create_cases(MEASURES // PER_PLAN)
    lines = families.create_plans(cases, PER_PLAN)
    env.flush_all()

    def assign():
        with env.cr.savepoint() as savepoint:
            lines.action_assign()
            env.flush_all()
            savepoint.rollback()
        env.invalidate_all()

    time, _again = in_turn(assign, lambda: None)
    env.cr.rollback()
    env.invalidate_all()
    speed = MEASURES / time
    return Result(
        f"measures given in one action, of {SPEED}/s",
        speed / SPEED,
        1,
        True,
        f"{speed:.0f}/s with journal entries",
    )


def measure_board(env, region):
    """Compare a curator's board among few and among many cases of others."""
    families = Families(env, region)
    sample = families.create_cases(CASES)[0]
    env.flush_all()
    board = sample.env["social.support.case"].with_user(families.curator)
    own = [
        ("officer_id", "=", families.curator.id),
        ("state", "not in", ["closed", "refused"]),
    ]

    def read():
        env.invalidate_all()
        board.web_read_group(
            own,
            ["state"],
            ["__count"],
            auto_unfold=True,
            unfold_read_specification=BOARD,
        )

    times = []
    for size in (SMALL, LARGE):
        _fill(env, sample, families.others, size)
        times.append(min(in_turn(read, read)))
    env.cr.rollback()
    env.invalidate_all()
    small, large = times
    return Result(
        f"a curator's board, {LARGE:,} against {SMALL:,} cases",
        large / small,
        2,
        False,
        f"{large * 1000:.1f} ms against {small * 1000:.1f} ms",
    )


def _fill(env, sample, others, size):
    """Copy a case and its citizen in the database until there are ``size`` cases."""
    cases = env["social.support.case"]
    missing = size - cases.search_count([])
    env.cr.execute(
        SQL(
            "INSERT INTO social_interagency_citizen "
            "(number, last_name, first_name, name, birth_date) "
            "SELECT 'B-' || series || '-' || %s, 'Surname', 'Name', 'Surname Name', "
            "'1950-01-01' FROM generate_series(1, %s) AS series RETURNING id",
            size,
            missing,
        )
    )
    citizens = [citizen_id for (citizen_id,) in env.cr.fetchall()]
    names = [
        field.name
        for field in cases._fields.values()
        if field.store and field.column_type and field.name not in _OWN
    ]
    columns = SQL(", ").join(map(SQL.identifier, names))
    env.cr.execute(
        SQL(
            "INSERT INTO social_support_case (%s, name, citizen_id, officer_id) "
            "SELECT %s, 'B-' || citizen, citizen, (%s::int[])[1 + citizen %% %s] "
            "FROM social_support_case, unnest(%s::int[]) AS citizen WHERE id = %s",
            columns,
            columns,
            [user.id for user in others],
            len(others),
            citizens,
            sample.id,
        )
    )
    env.cr.execute("ANALYZE social_support_case")


_OWN = {"id", "name", "citizen_id", "officer_id"}
