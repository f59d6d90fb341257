"""Pictures of the guide: electronic services, their health, an outage as a ground."""

ENDPOINT = "social.interagency.endpoint"
REQUEST = "social.interagency.request"
WORKS, FAILS = [("code", "=", "ЭС-01")], [("code", "=", "ЭС-02")]


def services(user):
    """The registry as the operator keeps it."""
    operator = user("operator")
    operator.open("interagency-services-electronic")
    operator.rest(2)
    operator.shoot("services", height=420)
    operator.tall(1500)
    found = operator.find(ENDPOINT, FAILS)
    operator.open(f"interagency-services-electronic/{found}", wait=".o_form_view")
    operator.rest(2)
    operator.shoot("service")
    operator.tab("incidents")
    operator.shoot("service-outages", selector=".o_notebook")
    found = operator.find(ENDPOINT, WORKS)
    operator.open(f"interagency-services-electronic/{found}", wait=".o_form_view")
    operator.tab("maintenance")
    operator.rest()
    operator.shoot("service-maintenance", selector=".o_notebook")
    operator.usual()
    operator.open("interagency-availability")
    operator.rest(2)
    operator.shoot("service-availability", height=620)
    fund = user("fund")
    fund.visit("/my/interagency/services")
    fund.shoot("portal-services", height=420)


def extension(user):
    """Extend a term because the addressee's service did not work."""
    head = user("head")
    fund = [("addressee_id.name", "ilike", "социального фонда")]
    waiting = [("state", "in", ["sent", "received"]), ("deadline", "!=", False)]
    request_id = head.find(REQUEST, [*fund, *waiting])
    head.open(f"interagency-requests/{request_id}", wait=".o_form_view")
    head.shoot("request-outage", height=420)
    head.press("action_open_extend")
    head.rest()
    head.click(".modal-content div[name=incident_id] input")
    head.rest()
    head.click(".o-autocomplete--dropdown-item")
    head.rest(2)
    head.shoot("extend-outage", selector=".modal-content")
    head.discard()


HEALTH = {"services": services, "extension": extension}
