from odoo import http
from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.fields import Domain
from odoo.http import request

INSPECTION = "social.control.inspection"
ORDER = "social.control.order"
PAGE_SIZE = 80


class ControlPortal(CustomerPortal):
    """Acts handed over to a participant, its objections, prescriptions, proofs."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "control_act_count" in counters:
            values["control_act_count"] = request.env[INSPECTION]._count_for_portal()
        if "control_order_count" in counters:
            values["control_order_count"] = request.env[ORDER]._count_for_portal()
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
                "acts": self._find(INSPECTION, own & handed, "handed_at desc, id desc"),
                "orders": self._find(ORDER, own & issued, "issued_at desc, id desc"),
            },
        )

    def _find(self, model, domain, order):
        papers = request.env[model]
        if not papers.has_access("read"):
            return papers.sudo()
        return papers.search(domain, order=order, limit=PAGE_SIZE).sudo()

    @http.route(
        "/my/control/act/<int:paper_id>", type="http", auth="user", website=True
    )
    def control_act(self, paper_id, report_type=None, **_params):
        """Show an act that is handed over, or print it."""
        return self._show(
            INSPECTION, paper_id, report_type, "social_control_inspection_report"
        )

    @http.route(
        "/my/control/order/<int:paper_id>", type="http", auth="user", website=True
    )
    def control_order(self, paper_id, report_type=None, **_params):
        """Show a prescription, or print it."""
        return self._show(ORDER, paper_id, report_type, "social_control_order_report")

    def _show(self, model, paper_id, report_type, report):
        try:
            paper = self._get_control_paper(model, paper_id)
        except (AccessError, MissingError):
            return request.redirect("/my")
        if report_type == "pdf":
            return self._show_report(paper, "pdf", f"social_control.{report}")
        return self._render_control_paper(paper)

    @http.route(
        "/my/control/act/<int:paper_id>/acknowledge",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def control_acknowledge(self, paper_id, **_params):
        """Record that the participant has read the act."""
        return self._act_on(
            INSPECTION, paper_id, lambda paper: paper.action_acknowledge()
        )

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
            INSPECTION,
            paper_id,
            lambda paper: paper.action_object(text, self._upload_control_files().ids),
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
            ORDER,
            paper_id,
            lambda paper: paper.action_prove(text, self._upload_control_files().ids),
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
            paper = self._get_control_paper(
                INSPECTION if kind == "act" else ORDER, paper_id
            )
        except (AccessError, MissingError):
            return request.redirect("/my")
        rows = paper.objection_ids if kind == "act" else paper.proof_ids
        file = rows.attachment_ids.filtered(lambda file: file.id == file_id)
        if not file:
            return request.redirect(f"/my/control/{kind}/{paper_id}")
        stream = request.env["ir.binary"].sudo()._get_stream_from(file)
        return stream.get_response(as_attachment=True)

    def _upload_control_files(self):
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

    def _act_on(self, model, paper_id, act, text=""):
        """Do ``act`` with the paper; a refusal shows the form as it was filled."""
        try:
            paper = self._get_control_paper(model, paper_id)
        except (AccessError, MissingError):
            return request.redirect("/my")
        try:
            with request.env.cr.savepoint():
                act(paper.sudo(False))
        except UserError as error:
            paper.invalidate_recordset()
            return self._render_control_paper(paper, error=str(error), text=text)
        kind = "act" if model == INSPECTION else "order"
        return request.redirect(f"/my/control/{kind}/{paper_id}")

    def _get_control_paper(self, model, paper_id):
        """Return a paper of the user's own participant, readable in full."""
        self._document_check_access(model, paper_id)
        paper = request.env[model].browse(paper_id).sudo()
        if not request.env.user._acts_for(paper.subject_id):
            raise AccessError(request.env._("The paper is of another organisation."))
        return paper

    def _render_control_paper(self, paper, error="", text=""):
        template = "portal_act" if paper._name == INSPECTION else "portal_order"
        return request.render(
            f"social_control.{template}",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "control",
                "control_paper": paper,
                "file_limit": request.env["ir.attachment"]._get_file_limit(),
                "error": error,
                "text": text,
            },
        )
