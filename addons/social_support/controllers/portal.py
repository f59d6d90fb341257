from odoo import http
from odoo.addons.portal.controllers.portal import pager as portal_pager
from odoo.addons.social_interagency.controllers.portal import InteragencyPortal
from odoo.exceptions import AccessError, MissingError
from odoo.http import request

MODEL = "social.support.assignment"
PAGE_SIZE = 20
URL = "/my/support"


class SupportPortal(InteragencyPortal):
    """Measures of social support in the cabinet of an organisation."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        measures = request.env[MODEL]
        for heap in measures._get_portal_domains():
            if f"support_{heap}_count" in counters:
                values[f"support_{heap}_count"] = measures._count_for_portal(heap)
        return values

    def _get_support_filters(self):
        return {
            "open": {"label": request.env._("Measures to be done")},
            "proposed": {"label": request.env._("To be accepted or refused")},
            "accepted": {"label": request.env._("Accepted, in work")},
            "overdue": {"label": request.env._("Overdue measures")},
            "ended": {"label": request.env._("Ended")},
        }

    @http.route(
        [URL, f"{URL}/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def support_measures(self, page=1, filterby="open", **_params):
        """List the measures of the user's organisations."""
        filters = self._get_support_filters()
        filterby = filterby if filterby in filters else "open"
        values = self._list_ended if filterby == "ended" else self._list_running
        return request.render(
            "social_support.portal_measures",
            {
                **self._prepare_portal_layout_values(),
                **values(filterby, page),
                "page_name": "support",
                "default_url": URL,
                "searchbar_filters": filters,
                "filterby": filterby,
            },
        )

    def _list_running(self, filterby, page):
        measures = request.env[MODEL]
        domain = measures._get_portal_domains()[filterby]
        pager = self._get_support_pager(filterby, page, measures.search_count(domain))
        found = measures.search(
            domain, order="deadline, id", limit=PAGE_SIZE, offset=pager["offset"]
        )
        return {"measures": found.sudo(), "ended": [], "pager": pager}

    def _list_ended(self, filterby, page):
        measures = request.env[MODEL]
        pager = self._get_support_pager(filterby, page, measures._count_ended())
        ended = measures._get_ended(PAGE_SIZE, pager["offset"])
        return {"measures": measures, "ended": ended, "pager": pager}

    def _get_support_pager(self, filterby, page, total):
        return portal_pager(
            url=URL,
            url_args={"filterby": filterby},
            total=total,
            page=page,
            step=PAGE_SIZE,
        )

    @http.route(f"{URL}/<int:measure_id>", type="http", auth="user", website=True)
    def support_measure(self, measure_id, **_params):
        """Show one measure; the citizen's details are handed out and journaled."""
        measure = self._find_measure(measure_id)
        return self._render_measure(measure) if measure else request.redirect(URL)

    @http.route(
        f"{URL}/<int:measure_id>/accept",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def support_accept(self, measure_id, **form):
        """Accept the measure."""
        name = form.get("executor_name", "").strip()
        return self._do(measure_id, lambda measure: measure.action_accept(name), form)

    @http.route(
        f"{URL}/<int:measure_id>/refuse",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def support_refuse(self, measure_id, **form):
        """Refuse the measure with a reason from the list."""
        reason, text = form.get("reason_id", ""), form.get("text", "").strip()
        reason_id = int(reason) if reason.isdigit() else False
        return self._do(
            measure_id, lambda measure: measure.action_refuse(reason_id, text), form
        )

    @http.route(
        f"{URL}/<int:measure_id>/report",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def support_report(self, measure_id, **form):
        """Report what came of the measure."""
        return self._do(measure_id, lambda measure: self._report(measure, form), form)

    def _report(self, measure, form):
        measure.action_report(
            form.get("outcome"), form.get("text", "").strip(), self._upload_files().ids
        )

    def _do(self, measure_id, act, form):
        """Do ``act`` with the measure; a refusal shows the form as it was filled."""
        measure = self._find_measure(measure_id)
        if not measure:
            return request.redirect(URL)
        if error := self._attempt(act, measure):
            return self._render_measure(measure, error=error, form=form)
        is_over = not measure.sudo().is_open
        return request.redirect(URL if is_over else f"{URL}/{measure_id}")

    def _find_measure(self, measure_id):
        """Return the measure as the user sees it, nothing when he does not."""
        try:
            self._document_check_access(MODEL, measure_id)
        except (AccessError, MissingError):
            return None
        measure = request.env[MODEL].browse(measure_id)
        return measure if measure.can_answer else None

    def _render_measure(self, measure, error="", form=None):
        return request.render(
            "social_support.portal_measure",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "support",
                "measure": measure.sudo(),
                "details": measure.get_details(),
                "reasons": request.env["social.support.refusal.reason"].search([]),
                "file_limit": request.env["ir.attachment"]._get_file_limit(),
                "error": error,
                "form": form or {},
            },
        )
