from odoo import http
from odoo.addons.social_interagency.controllers.portal import InteragencyPortal
from odoo.exceptions import AccessError, MissingError
from odoo.fields import Domain
from odoo.http import request

MODELS = {"act": "social.control.inspection", "order": "social.control.order"}
REPORTS = {
    "act": "social_control.social_control_inspection_report",
    "order": "social_control.social_control_order_report",
}
PAGE_SIZE = 80


class ControlPortal(InteragencyPortal):
    """Acts handed over to a participant, its objections, prescriptions, proofs."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        for kind, model in MODELS.items():
            if f"control_{kind}_count" in counters:
                count = request.env[model]._count_for_portal()
                values[f"control_{kind}_count"] = count
        return values

    @http.route("/my/control", type="http", auth="user", website=True, readonly=True)
    def control_papers(self, **_params):
        """List the acts and the prescriptions of the user's participants."""
        own = Domain("subject_id", "in", request.env.user.social_participant_ids.ids)
        handed = Domain("handed_at", "!=", False)
        issued = Domain("issued_at", "!=", False)
        return request.render(
            "social_control.portal_papers",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "control",
                "acts": self._find("act", own & handed, "handed_at desc, id desc"),
                "orders": self._find("order", own & issued, "issued_at desc, id desc"),
            },
        )

    def _find(self, kind, domain, order):
        papers = request.env[MODELS[kind]]
        if not papers.has_access("read"):
            return papers.sudo()
        return papers.search(domain, order=order, limit=PAGE_SIZE).sudo()

    @http.route(
        "/my/control/<any(act,order):kind>/<int:paper_id>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def control_paper(self, kind, paper_id, report_type=None, **_params):
        """Show an act that is handed over or a prescription, or print it."""
        try:
            paper = self._get_control_paper(kind, paper_id)
        except (AccessError, MissingError):
            return request.redirect("/my")
        if report_type == "pdf":
            return self._show_report(paper, "pdf", REPORTS[kind])
        return self._render_control_paper(kind, paper)

    @http.route(
        "/my/control/act/<int:paper_id>/acknowledge",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def control_acknowledge(self, paper_id, **_params):
        """Record that the participant has read the act."""
        return self._act_on("act", paper_id, lambda paper: paper.action_acknowledge())

    @http.route(
        "/my/control/act/<int:paper_id>/object",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def control_object(self, paper_id, text="", **_params):
        """File an objection with its files."""
        return self._act_on(
            "act",
            paper_id,
            lambda paper: paper.action_object(text, self._upload_files().ids),
            text,
        )

    @http.route(
        "/my/control/order/<int:paper_id>/prove",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def control_prove(self, paper_id, text="", **_params):
        """Send the proof that the prescription is met, with its files."""
        return self._act_on(
            "order",
            paper_id,
            lambda paper: paper.action_prove(text, self._upload_files().ids),
            text,
        )

    @http.route(
        "/my/control/<any(act,order):kind>/<int:paper_id>/file/<int:file_id>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def control_file(self, kind, paper_id, file_id, **_params):
        """Hand out a file of an objection or of a proof."""
        try:
            paper = self._get_control_paper(kind, paper_id)
        except (AccessError, MissingError):
            return request.redirect("/my")
        rows = paper.objection_ids if kind == "act" else paper.proof_ids
        found = self._hand_out(rows.attachment_ids, file_id)
        return found or request.redirect(f"/my/control/{kind}/{paper_id}")

    def _act_on(self, kind, paper_id, act, text=""):
        """Do ``act`` with the paper; a refusal shows the form as it was filled."""
        try:
            paper = self._get_control_paper(kind, paper_id)
        except (AccessError, MissingError):
            return request.redirect("/my")
        if error := self._attempt(act, paper):
            return self._render_control_paper(kind, paper, error=error, text=text)
        return request.redirect(f"/my/control/{kind}/{paper_id}")

    def _get_control_paper(self, kind, paper_id):
        """Return a paper of the user's own participant, readable in full."""
        self._document_check_access(MODELS[kind], paper_id)
        paper = request.env[MODELS[kind]].browse(paper_id).sudo()
        if not request.env.user._acts_for(paper.subject_id):
            raise AccessError(request.env._("The paper is of another organisation."))
        return paper

    def _render_control_paper(self, kind, paper, error="", text=""):
        return request.render(
            f"social_control.portal_{kind}",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "control",
                "control_paper": paper,
                "file_limit": request.env["ir.attachment"]._get_file_limit(),
                "error": error,
                "text": text,
            },
        )
