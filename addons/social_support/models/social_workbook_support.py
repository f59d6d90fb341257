from odoo import fields, models
from odoo.addons.social_interagency.tools.workbook import Column, Table
from odoo.fields import Domain

PAGE = 500


class SocialWorkbookSupport(models.Model):
    """The registers of social support as workbooks, one method for each."""

    _inherit = "social.workbook"

    kind = fields.Selection(
        selection_add=[
            ("support_cases", "Journal of supported families"),
            ("support_signals", "Journal of signals"),
            ("support_reviews", "Programmes under review"),
            ("support_load", "Load of curators"),
        ],
        ondelete={
            "support_cases": "cascade",
            "support_signals": "cascade",
            "support_reviews": "cascade",
            "support_load": "cascade",
        },
    )

    def _get_kind_models(self):
        return {
            **super()._get_kind_models(),
            "support_cases": "social.support.case",
            "support_signals": "social.support.signal",
            "support_reviews": "social.support.programme",
            "support_load": "social.support.load",
        }

    def _get_named_kinds(self):
        named = {"support_cases", "support_signals", "support_reviews"}
        return super()._get_named_kinds() | named

    def _get_tables_support_cases(self):
        """Return the families that were on the register within the period."""
        living = Domain("closed_date", "=", False)
        domain = Domain("opened_date", "<=", self.period_to) & (
            living | Domain("closed_date", ">=", self.period_from)
        )
        columns = [
            Column(self.env._("No."), width=16),
            Column(self.env._("Family, applicant"), width=30),
            Column(self.env._("Living together"), width=34),
            Column(self.env._("Circumstances of need"), width=40),
            Column(self.env._("Category of the family"), width=26),
            Column(self.env._("Responsible specialist"), width=26),
            Column(self.env._("No. and date of the contract"), width=20),
            Column(self.env._("Level and its term, transfers"), width=34),
            Column(self.env._("Result"), width=34),
            Column(self.env._("Removed on"), "date", 12),
        ]
        cases = self.env["social.support.case"]
        return [self._get_support_table(cases, domain, columns, self._get_case_rows)]

    def _get_case_rows(self, cases):
        rows = []
        for case_sudo, row in zip(
            cases.sudo(), cases._get_register_rows(), strict=True
        ):
            if not self.has_names:
                row["family"] = case_sudo.citizen_id.number
                row["members"] = str(len(row["members"].splitlines()))
            row["closed"] = case_sudo.closed_date or None
            rows.append(tuple(row.values()))
        return rows

    def _get_tables_support_signals(self):
        columns = [
            Column(self.env._("Number"), width=16),
            Column(self.env._("Received"), "datetime", 18),
            Column(self.env._("Source"), width=28),
            Column(self.env._("From whom"), width=30),
            Column(self.env._("Family"), width=30),
            Column(self.env._("Information"), width=40),
            Column(self.env._("Survey until"), "datetime", 18),
            Column(self.env._("Surveyed on"), "datetime", 18),
            Column(self.env._("Consent of the family"), width=18),
            Column(self.env._("Decision"), width=28),
            Column(self.env._("Result"), width=34),
            Column(self.env._("Curator"), width=26),
        ]
        signals = self.env["social.support.signal"]
        domain = self._get_period_domain("received_at")
        return [
            self._get_support_table(signals, domain, columns, self._get_signal_rows)
        ]

    def _get_signal_rows(self, signals):
        return [
            (
                signal.name,
                signal.received_at,
                self._get_option(signal, "source_kind"),
                self._get_signal_source(signal),
                (self.has_names and signal.family) or "",
                (self.has_names and signal.content) or "",
                signal.deadline or None,
                signal.surveyed_at or None,
                self._get_option(signal, "consent"),
                self._get_option(signal, "decision"),
                (self.has_names and signal.result) or "",
                signal.officer_id.name or "",
            )
            for signal in signals
        ]

    def _get_signal_source(self, signal):
        """Return who informed: a body, or with names a person."""
        return signal.informant_id.name or (self.has_names and signal.source_name) or ""

    def _get_tables_support_reviews(self):
        columns = [
            Column(self.env._("Programme"), width=16),
            Column(self.env._("Citizen"), width=30),
            Column(self.env._("Form of service"), width=20),
            Column(self.env._("From"), "date", 12),
            Column(self.env._("Until"), "date", 12),
            Column(self.env._("Review until"), "date", 14),
            Column(self.env._("Curator"), width=26),
            Column(self.env._("State"), width=16),
        ]
        programmes = self.env["social.support.programme"]
        domain = (
            Domain("state", "=", "in_force")
            & Domain("review_date", ">=", self.period_from)
            & Domain("review_date", "<=", self.period_to)
        )
        return [
            self._get_support_table(programmes, domain, columns, self._get_review_rows)
        ]

    def _get_review_rows(self, programmes):
        return [
            (
                programme.name,
                self._get_citizen_text(programme.sudo().citizen_id),
                self._get_option(programme, "service_form"),
                programme.valid_from,
                programme.valid_until,
                programme.review_date or None,
                programme.officer_id.name or "",
                self._get_option(programme, "state"),
            )
            for programme in programmes
        ]

    def _get_tables_support_load(self):
        """Return the load as it is now: the period says nothing of it."""
        names = ["case_count", "active_count", "visit_rate", "late_visit_count"]
        names += ["norm", "limit"]
        loads = self.env["social.support.load"]
        columns = [Column(self.env._("Curator"), width=34)]
        columns += [
            Column(
                loads._fields[name]._description_string(self.env),
                "number" if name == "visit_rate" else "integer",
            )
            for name in names
        ]

        def get_rows(page):
            return [
                (load.officer_id.name or "", *(load[name] for name in names))
                for load in page
            ]

        return [self._get_support_table(loads, Domain.TRUE, columns, get_rows)]

    def _get_support_table(self, records, domain, columns, get_rows):
        if self.participant_id:
            domain &= Domain("participant_id", "=", self.participant_id.id)
        return Table(
            name=self._get_title()[:31],
            columns=columns,
            count=records.search_count(domain),
            pages=self._browse_pages(records, domain, get_rows),
        )

    def _browse_pages(self, records, domain, get_rows):
        """Yield pages of rows in the order of ids, the memory freed after each."""
        last_id = 0
        while page := records.search(
            domain & Domain("id", ">", last_id), order="id", limit=PAGE
        ):
            last_id = page[-1].id
            yield get_rows(page)
            page.invalidate_recordset(flush=False)

    def _get_citizen_text(self, citizen):
        return citizen.name if self.has_names else citizen.number

    def _get_option(self, document, name):
        """Return what the screen calls the value of a selection."""
        options = dict(document._fields[name]._description_selection(self.env))
        return options.get(document[name], "")
