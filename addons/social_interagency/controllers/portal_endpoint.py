from odoo import http
from odoo.http import request

from .portal import InteragencyPortal

MODEL = "social.interagency.endpoint"


class InteragencyPortalEndpoint(InteragencyPortal):
    """What a participant sees of the electronic services that concern it."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "interagency_endpoint_count" in counters:
            values["interagency_endpoint_count"] = request.env[MODEL].search_count([])
        return values

    @http.route(
        "/my/interagency/services",
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def interagency_endpoints(self):
        """List the own services and those announced to the participant."""
        endpoints = request.env[MODEL].search([])
        plans = request.env[f"{MODEL}.maintenance"].search(
            [("endpoint_id", "in", endpoints.ids), ("end_at", ">", "now")],
            order="start_at",
        )
        return request.render(
            "social_interagency.portal_endpoints",
            {
                **self._prepare_portal_layout_values(),
                "endpoints": endpoints.sudo(),
                "page_name": "interagency_endpoints",
                "plans": plans.grouped("endpoint_id"),
            },
        )
