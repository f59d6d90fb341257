from dataclasses import dataclass

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from . import social_control_indicator_methods as methods

FIGURES = ("social.control.figure", "social.control.indicator.value")
SIDES = ("all", "hits", "misses")
COLUMNS = ("keeper_id", "participant_id", "prepared_at", "send_by")
COLUMNS += ("started_at", "deadline", "ended_at")


@dataclass(frozen=True)
class Source:
    """Where the columns of a kind of record come from: paths, or nothing.

    ``name`` is the number that the record is known by, ``result`` a selection of it.
    """

    columns: tuple
    name: str = "name"
    result: str = "state"


# The place of a source makes the ids of its rows: new ones go to the end.
SOURCES = {
    methods.REQUEST: Source(
        (
            "sender_id",
            "addressee_id",
            "created_at",
            "prepare_deadline",
            "sent_at",
            "deadline",
            "closed_at",
        )
    ),
    methods.ANSWER: Source(
        (
            "request_id.sender_id",
            "request_id.addressee_id",
            None,
            None,
            "request_id.sent_at",
            "deadline",
            "sent_at",
        ),
        result="outcome",
    ),
    methods.ASSIGNMENT: Source(
        (
            "case_id.participant_id",
            "participant_id",
            None,
            None,
            "proposed_at",
            "deadline",
            "closed_at",
        )
    ),
    methods.CASE: Source(
        ("participant_id", None, None, None, "opened_date", None, "closed_date"),
        result="outcome",
    ),
    methods.ASSESSMENT: Source(
        (
            "case_id.participant_id",
            None,
            None,
            None,
            "case_id.signal_id.received_at",
            None,
            "signed_date",
        ),
        name="case_id.name",
        result="kind",
    ),
    methods.PLAN: Source(
        (
            "case_id.participant_id",
            None,
            None,
            None,
            "case_id.signal_id.received_at",
            None,
            "approved_date",
        ),
        name="case_id.name",
    ),
    methods.ORDER: Source(
        (
            "participant_id",
            "subject_id",
            None,
            None,
            "issued_at",
            "deadline",
            "closed_at",
        )
    ),
    methods.FINDING: Source(
        ("participant_id", "subject_id", None, None, "found_date", None, None)
    ),
}
TYPES = {"keeper_id": "int", "participant_id": "int"}


class SocialControlRecord(models.Model):
    """A record behind a figure: its number, parties and terms, nobody's data.

    The controlling body sees in it what it counts without reading the record itself.
    """

    _name = "social.control.record"
    _description = "Record behind a figure"
    _auto = False
    _order = "started_at desc, id desc"
    _depends = {
        methods.REQUEST: ["name", "state", "sent_at", "deadline", "closed_at"],
        methods.ANSWER: ["name", "outcome", "sent_at", "is_judged", "is_complete"],
        methods.ASSIGNMENT: ["name", "state", "deadline", "closed_at"],
        methods.CASE: ["name", "outcome", "closed_date", "signal_id"],
        methods.ASSESSMENT: ["state", "kind", "signed_date"],
        methods.PLAN: ["state", "version", "approved_date"],
        methods.ORDER: ["name", "state", "round", "deadline", "closed_at"],
        methods.FINDING: ["name", "state", "norm", "found_date"],
    }

    name = fields.Char(string="Number", readonly=True)
    document_model = fields.Selection(
        selection="_selection_document_model", string="Document", readonly=True
    )
    document_id = fields.Integer(string="Id", readonly=True, aggregator=False)
    keeper_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        string="Sent or kept by",
        readonly=True,
    )
    participant_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        string="Organisation",
        readonly=True,
    )
    prepared_at = fields.Datetime(string="Begun", readonly=True)
    send_by = fields.Datetime(readonly=True)
    started_at = fields.Datetime(string="Sent or received", readonly=True)
    deadline = fields.Datetime(string="Due", readonly=True)
    ended_at = fields.Datetime(string="Done", readonly=True)
    result = fields.Char(readonly=True)
    work_days = fields.Integer(
        string="Working days", compute="_compute_work_days", aggregator=False
    )
    figure_ref = fields.Char(
        string="Behind the figure",
        compute="_compute_figure_ref",
        search="_search_figure_ref",
    )

    @property
    def _table_query(self):
        branches = [
            self._get_branch(place, model, records)
            for place, model in enumerate(SOURCES)
            if (records := self.env["social.control.indicator"]._get_countable(model))
            is not None
        ]
        return SQL(" UNION ALL ").join(branches or [self._get_empty_branch()])

    @api.model
    def _selection_document_model(self):
        return [(model, self.env["ir.model"]._get(model).name) for model in SOURCES]

    @api.depends("started_at", "ended_at", "participant_id", "keeper_id")
    def _compute_work_days(self):
        for record in self:
            record.work_days = record._count_work_days()

    def _compute_figure_ref(self):
        self.figure_ref = False

    def _search_figure_ref(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.OR(self._get_figure_domain(ref) for ref in value if ref)

    def action_open(self):
        """Open the record itself, for those who may read it."""
        self.ensure_one()
        self.check_access("read")
        document = self.env[self.document_model].browse(self.document_id)
        try:
            document.check_access("read")
        except AccessError as error:
            raise UserError(
                self.env._(
                    "%(number)s: for the evaluation you see its number and terms. "
                    "Ask its officer for the paper itself.",
                    number=self.name,
                )
            ) from error
        return document._get_records_action()

    @api.model
    def _get_figure_domain(self, reference):
        """Return the domain of the records of a figure that the user may read.

        :param reference: model, id and side of the figure, with commas
        """
        model, figure_id, side = (*reference.split(","), "", "")[:3]
        if model not in FIGURES or side not in SIDES or not figure_id.isdigit():
            return Domain.FALSE
        figure = self.env[model].browse(int(figure_id))
        figure.check_access("read")
        indicators = self.env["social.control.indicator"]
        span = figure.period_id._get_span()
        method = indicators._get_methods(span)[figure.method]
        return self._get_records_domain(method, span, figure._get_part(), side)

    @api.model
    def _get_records_domain(self, method, span, part=None, side="all"):
        """Return the domain of the records that a method counts."""
        indicators = self.env["social.control.indicator"]
        records = indicators._get_countable(method.model)
        if records is None:
            return Domain.FALSE
        counted = indicators._get_domain(records, method, span, part, side)
        return Domain("document_model", "=", method.model) & Domain.custom(
            to_sql=lambda _rows, alias, _query: SQL(
                "%s IN %s",
                SQL.identifier(alias, "document_id"),
                records._search(counted).subselect(),
            )
        )

    def _count_work_days(self):
        """Return the working days from the start to the end, by the body's calendar."""
        if not (self.started_at and self.ended_at):
            return 0
        body_sudo = (self.participant_id or self.keeper_id).sudo()
        return body_sudo.calendar_id._count_working_days(
            self.started_at, self.ended_at, body_sudo.tz
        )

    @api.model
    def _get_branch(self, place, model, records):
        """Return the SQL of the rows of one kind of record."""
        source = SOURCES[model]
        books = self.env["social.workbook"]
        query = records._search(Domain.TRUE)
        result = books._get_path_sql(records, query, source.result)
        document = SQL.identifier(query.table, "id")
        return query.select(
            SQL("%s * %s + %s AS id", document, len(SOURCES), place),
            SQL("%s AS document_model", model),
            SQL("%s AS document_id", document),
            SQL("%s AS name", books._get_path_sql(records, query, source.name)),
            SQL("%s AS result", books._get_label_sql(result, records, source.result)),
            *(
                SQL(
                    "%s AS %s",
                    self._get_column_sql(records, query, path, column),
                    SQL.identifier(column),
                )
                for column, path in zip(COLUMNS, source.columns, strict=True)
            ),
        )

    @api.model
    def _get_column_sql(self, records, query, path, column):
        """Return the SQL of a column; a date becomes the beginning of its day."""
        if not path:
            return SQL("NULL::%s", SQL(TYPES.get(column, "timestamp")))
        sql = self.env["social.workbook"]._get_path_sql(records, query, path)
        if path.endswith("_date"):
            tz = self.env.context.get("tz") or self.env.user.tz or "Europe/Moscow"
            return SQL("(%s::timestamp AT TIME ZONE %s AT TIME ZONE 'UTC')", sql, tz)
        return sql

    @api.model
    def _get_empty_branch(self):
        columns = SQL(", ").join(
            SQL(
                "NULL::%s AS %s",
                SQL(TYPES.get(name, "timestamp")),
                SQL.identifier(name),
            )
            for name in COLUMNS
        )
        return SQL(
            "SELECT NULL::int AS id, NULL AS document_model, NULL::int AS document_id, "
            "NULL AS name, NULL AS result, %s WHERE FALSE",
            columns,
        )
