from odoo import http
from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.fields import Domain
from odoo.http import request

MODEL = "social.interagency.request"
PAGE_SIZE = 20
REPORT = "social_interagency.social_interagency_request_report"
ANSWER_REPORT = "social_interagency.social_interagency_answer_report"


class InteragencyPortal(CustomerPortal):
    """«Мой кабинет» of a participant: requests, one clear answer form, papers."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        requests = request.env[MODEL]
        for heap in requests._get_portal_domains():
            if f"interagency_{heap}_count" in counters:
                count = requests._count_for_portal(heap)
                values[f"interagency_{heap}_count"] = count
        return values

    def _get_interagency_filters(self):
        labels = {
            "waiting": request.env._("To be answered"),
            "overdue": request.env._("Overdue requests"),
            "incoming": request.env._("All incoming"),
            "outgoing": request.env._("Sent by us"),
        }
        domains = request.env[MODEL]._get_portal_domains()
        return {
            name: {"label": label, "domain": domains[name]}
            for name, label in labels.items()
        }

    def _get_interagency_sortings(self):
        return {
            "deadline": {
                "label": request.env._("Deadline"),
                "order": "deadline, id",
            },
            "newest": {
                "label": request.env._("Newest"),
                "order": "sent_at desc, id desc",
            },
            "number": {"label": request.env._("Number"), "order": "name"},
        }

    @http.route(
        ["/my/interagency", "/my/interagency/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def interagency_requests(
        self, page=1, sortby="deadline", filterby="waiting", search="", **_params
    ):
        """List the requests of the user's participants."""
        sortings, filters = (
            self._get_interagency_sortings(),
            self._get_interagency_filters(),
        )
        sortby = sortby if sortby in sortings else "deadline"
        filterby = filterby if filterby in filters else "waiting"
        domain = filters[filterby]["domain"] & self._get_search_domain(search)
        requests = request.env[MODEL]
        pager = portal_pager(
            url="/my/interagency",
            url_args={"sortby": sortby, "filterby": filterby, "search": search},
            total=requests.search_count(domain),
            page=page,
            step=PAGE_SIZE,
        )
        papers = requests.search(
            domain,
            order=sortings[sortby]["order"],
            limit=PAGE_SIZE,
            offset=pager["offset"],
        )
        return request.render(
            "social_interagency.portal_requests",
            {
                **self._prepare_portal_layout_values(),
                "papers": papers.sudo(),
                "page_name": "interagency",
                "pager": pager,
                "default_url": "/my/interagency",
                "searchbar_sortings": sortings,
                "sortby": sortby,
                "searchbar_filters": filters,
                "filterby": filterby,
                "searchbar_inputs": {
                    "number": {
                        "input": "number",
                        "label": request.env._("Search by number"),
                    }
                },
                "search_in": "number",
                "search": search,
            },
        )

    def _get_search_domain(self, search):
        if not search:
            return Domain.TRUE
        return Domain("name", "ilike", search) | Domain(
            "incoming_number", "ilike", search
        )

    @http.route(
        "/my/interagency/<int:request_id>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def interagency_request(
        self, request_id, report_type=None, download=False, **_params
    ):
        """Show one request, or print it."""
        try:
            paper = self._get_paper(request_id)
        except (AccessError, MissingError):
            return request.redirect("/my")
        if report_type == "pdf":
            return self._show_report(paper, "pdf", REPORT, download=bool(download))
        return self._render_paper(paper)

    @http.route(
        "/my/interagency/<int:request_id>/answer/<int:answer_id>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def interagency_answer_print(self, request_id, answer_id, **_params):
        """Print an answer of the request."""
        try:
            paper = self._get_paper(request_id)
        except (AccessError, MissingError):
            return request.redirect("/my")
        answer = paper.answer_ids.filtered(lambda answer: answer.id == answer_id)
        if not answer:
            return request.redirect(f"/my/interagency/{request_id}")
        return self._show_report(answer, "pdf", ANSWER_REPORT)

    @http.route(
        "/my/interagency/<int:request_id>/file/<int:file_id>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def interagency_file(self, request_id, file_id, **_params):
        """Hand out an enclosure of the request or a file of an answer to it."""
        try:
            paper = self._get_paper(request_id)
        except (AccessError, MissingError):
            return request.redirect("/my")
        files = paper.attachment_ids | paper.answer_ids.attachment_ids
        found = self._hand_out(files, file_id)
        return found or request.redirect(f"/my/interagency/{request_id}")

    @http.route(
        "/my/interagency/<int:request_id>/receive",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def interagency_receive(self, request_id, incoming_number="", **_params):
        """Record that the participant registered the request."""
        return self._act(
            request_id,
            lambda paper: paper.action_receive(
                incoming_number=incoming_number.strip() or False
            ),
        )

    @http.route(
        "/my/interagency/<int:request_id>/answer",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def interagency_answer(self, request_id, **form):
        """Answer the request with what the form holds."""
        return self._act(request_id, lambda paper: self._do_answer(paper, form), form)

    def _do_answer(self, paper, form):
        reason = form.get("reason_id", "")
        paper.action_answer(
            form.get("outcome"),
            text=form.get("text", "").strip(),
            reason_id=int(reason) if reason.isdigit() else False,
            provided_line_ids=[
                int(line_id)
                for line_id in request.httprequest.form.getlist("line_ids")
                if line_id.isdigit()
            ],
            attachment_ids=self._upload_files().ids,
            own_number=form.get("own_number", "").strip(),
            signer_name=form.get("signer_name", "").strip(),
            signer_position=form.get("signer_position", "").strip(),
        )

    def _upload_files(self):
        """Return the files of the form as fresh attachments of the user."""
        uploads = request.httprequest.files.getlist("attachments")
        attachments_sudo = request.env["ir.attachment"].sudo()
        return attachments_sudo.create(
            [
                {"name": upload.filename, "raw": upload.read()}
                for upload in uploads
                if upload.filename
            ]
        )

    def _attempt(self, act, paper):
        """Do ``act`` with the paper as the user; return why not, nothing when done.

        What is refused leaves no trace.
        """
        try:
            with request.env.cr.savepoint():
                act(paper.sudo(False))
        except UserError as error:
            paper.invalidate_recordset()
            return str(error)
        return ""

    def _hand_out(self, files, file_id):
        """Return the answer that downloads one of the files, nothing for another."""
        file = files.filtered(lambda file: file.id == file_id)
        if not file:
            return None
        stream = request.env["ir.binary"].sudo()._get_stream_from(file)
        return stream.get_response(as_attachment=True)

    def _act(self, request_id, act, form=None):
        """Do ``act`` with the request; a refusal shows the form as it was filled."""
        try:
            paper = self._get_paper(request_id)
        except (AccessError, MissingError):
            return request.redirect("/my")
        if error := self._attempt(act, paper):
            return self._render_paper(paper, error=error, form=form)
        return request.redirect(f"/my/interagency/{request_id}")

    def _get_paper(self, request_id):
        """Return the request, readable in full; rights still ask the user."""
        self._document_check_access(MODEL, request_id)
        return request.env[MODEL].browse(request_id).sudo()

    def _render_paper(self, paper, error="", form=None):
        reasons = request.env["social.interagency.refusal.reason"].search([])
        return request.render(
            "social_interagency.portal_request",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "interagency",
                "paper": paper,
                "reasons": reasons,
                "file_limit": request.env["ir.attachment"]._get_file_limit(),
                "error": error,
                "form": form or {},
            },
        )
