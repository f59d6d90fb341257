from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.workbook import Column, Table

# path from a request, kind, width
FIELDS = [
    ("name", "text", 18),
    ("sent_at", "datetime", 16),
    ("sender_id.name", "text", 30),
    ("addressee_id.name", "text", 30),
    ("service_id.name", "text", 30),
    ("documents", "text", 40),
    ("application_id.name", "text", 18),
    ("citizen_id.number", "text", 14),
    ("citizen_name", "text", 30),
    ("executor_name", "text", 24),
    ("channel", "text", 14),
    ("regulation", "text", 20),
    ("prepare_deadline", "datetime", 16),
    ("received_at", "datetime", 16),
    ("incoming_number", "text", 18),
    ("deadline", "datetime", 16),
    ("answered_at", "datetime", 16),
    ("outcome", "text", 20),
    ("deadline_state", "text", 20),
    ("days_late", "integer", 12),
    ("state", "text", 18),
]
_DOCUMENTS = """(
    SELECT string_agg(%(name)s, '; ' ORDER BY line.sequence, line.id)
      FROM social_interagency_request_line line
      JOIN social_interagency_document_type type ON type.id = line.document_type_id
     WHERE line.request_id = %(request)s
)"""
# Not “ORDER BY … LIMIT 1”: without statistics the planner walks all answers for it.
_ANSWER = """(
    SELECT (array_agg(answer.%(column)s ORDER BY answer.id DESC))[1]
      FROM social_interagency_answer answer WHERE answer.request_id = %(request)s
)"""
_DAYS_LATE = """NULLIF(GREATEST(CEIL(
    EXTRACT(EPOCH FROM COALESCE(%(closed)s, %(now)s) - %(deadline)s) / 86400
), 0), 0)::int"""


class SocialWorkbookRequests(models.Model):
    """The register of requests sent in the period, the workbook ``requests``."""

    _inherit = "social.workbook"

    def _get_tables_requests(self):
        requests = self.env["social.interagency.request"]
        domain = self._get_requests_domain()
        chosen = [row for row in FIELDS if self.has_names or row[0] != "citizen_name"]
        labels = self._get_request_labels()
        return [
            Table(
                name=self._get_title(),
                columns=[Column(labels[path], *look) for path, *look in chosen],
                count=requests.search_count(domain),
                pages=self._read_pages(
                    requests,
                    domain,
                    lambda query: [
                        self._get_request_sql(query, path) for path, *_look in chosen
                    ],
                ),
            )
        ]

    def _get_requests_domain(self):
        domain = self._get_period_domain("sent_at")
        if not self.participant_id:
            return domain
        own = self.participant_id.ids
        return domain & (
            Domain("sender_id", "in", own) | Domain("addressee_id", "in", own)
        )

    def _get_request_labels(self):
        requests = self.env["social.interagency.request"]
        _ = self.env._
        return {
            **{
                path: requests._fields[path.split(".")[0]]._description_string(self.env)
                for path, *_look in FIELDS
                if path.split(".")[0] in requests._fields
            },
            "answered_at": _("Answered"),
            "citizen_id.number": _("Citizen's card"),
            "citizen_name": _("Citizen"),
            "days_late": _("Days over the term"),
            "documents": _("Documents and information"),
            "executor_name": _("Executor"),
            "outcome": _("Outcome"),
            "regulation": _("Regulation, version"),
        }

    def _get_request_sql(self, query, path):
        """Return the SQL of a column: by its own method, else of the field."""
        if special := getattr(self, f"_get_request_sql_{path}", None):
            return special(query)
        requests = self.env["social.interagency.request"]
        sql = self._get_path_sql(requests, query, path)
        if path in requests._fields and requests._fields[path].type == "selection":
            return self._get_label_sql(sql, requests, path)
        return sql

    def _get_request_sql_documents(self, query):
        types = self.env["social.interagency.document.type"]
        name = types._field_to_sql("type", "name")
        return SQL(_DOCUMENTS, name=name, request=SQL.identifier(query.table, "id"))

    def _get_request_sql_citizen_name(self, query):
        """Return the name where the owner of the file may read the card."""
        citizens = self.env["social.interagency.citizen"]
        requests = self.env["social.interagency.request"]
        return SQL(
            "CASE WHEN %s IN %s THEN %s END",
            requests._field_to_sql(query.table, "citizen_id", query),
            citizens._search(Domain.TRUE).subselect(),
            self._get_path_sql(requests, query, "citizen_id.name"),
        )

    def _get_request_sql_regulation(self, query):
        requests = self.env["social.interagency.request"]
        return SQL(
            "concat_ws(', ', %s, %s || %s)",
            self._get_path_sql(requests, query, "regulation_id.number"),
            self.env._("version") + " ",
            self._get_path_sql(requests, query, "regulation_id.version"),
        )

    def _get_request_sql_answered_at(self, query):
        return self._get_answer_sql(query, "sent_at")

    def _get_request_sql_outcome(self, query):
        answers = self.env["social.interagency.answer"]
        outcome = self._get_answer_sql(query, "outcome")
        return self._get_label_sql(outcome, answers, "outcome")

    def _get_answer_sql(self, query, column):
        request = SQL.identifier(query.table, "id")
        return SQL(_ANSWER, column=SQL.identifier(column), request=request)

    def _get_request_sql_deadline_state(self, query):
        """Return the label by the one table of deadline states."""
        requests = self.env["social.interagency.request"]
        field = requests._fields["deadline_state"]
        labels = dict(field._description_selection(self.env))
        cases = [
            SQL(
                "WHEN %s THEN %s",
                domain.optimize_full(requests)._to_sql(requests, query.table, query),
                labels[state],
            )
            for state, domain in requests._deadline_domains().items()
        ]
        return SQL("CASE %s END", SQL(" ").join(cases))

    def _get_request_sql_days_late(self, query):
        table = query.table
        return SQL(
            _DAYS_LATE,
            closed=SQL.identifier(table, "closed_at"),
            now=self._now(),
            deadline=SQL.identifier(table, "deadline"),
        )
