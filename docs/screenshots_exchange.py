"""Pictures of the guides: messages of the exchange and the keys of participants."""

MESSAGE = "social.interagency.message"
PARTICIPANT = "social.interagency.participant"
CITY_INN = "9900005488"


def messages(user):
    """What the operator sees of the queue, and the clerk of a lost request."""
    operator = user("operator")
    operator.open("interagency-messages")
    operator.click(".o_facet_remove")
    operator.rest(2)
    operator.shoot("exchange-messages", height=560)
    lost = operator.find(MESSAGE, [("state", "=", "failed")])
    operator.tall(1000)
    operator.open(f"interagency-messages/{lost}", wait=".o_form_view")
    operator.rest(2)
    operator.shoot("exchange-message")
    operator.usual()
    clerk = user("clerk")
    found = clerk.call(MESSAGE, "read", [lost], ["request_id"])[0]["request_id"][0]
    clerk.open(f"interagency-requests/{found}", wait=".o_form_view")
    clerk.rest(2)
    clerk.shoot("exchange-request", height=420)


def keys(user):
    """Issue a key to the city's system; the one on the picture is revoked at once."""
    administrator = user("administrator")
    city = administrator.find(PARTICIPANT, [("inn", "=", CITY_INN)])
    administrator.tall(1000)
    administrator.open(f"interagency-participants/{city}", wait=".o_form_view")
    administrator.tab("exchange")
    administrator.click("button:has-text('Выдать ключ')")
    administrator.click(".modal-footer button[name='action_issue']")
    administrator.page.wait_for_selector(".modal .alert-warning")
    administrator.shoot("exchange-key", selector=".modal-content")
    administrator.discard()
    administrator.rest(2)
    administrator.shoot("exchange-participant", selector=".o_notebook")
    administrator.click("div[name=key_ids] button[name='action_revoke']")
    administrator.click(".modal-footer .btn-primary")


EXCHANGE = {"messages": messages, "keys": keys}
