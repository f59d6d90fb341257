"""A workbook from its order to the opened file, over RPC and HTTP."""

from io import BytesIO

from openpyxl import load_workbook

ORDER = "social.workbook.order"
WORKBOOK = "social.workbook"
REQUEST = "social.interagency.request"


def _order(client, **values):
    """Return the id of a workbook and the address of its file."""
    order = client.call(ORDER, "create", [values])
    workbook = client.call(ORDER, "action_make", order)["res_id"]
    return workbook, client.call(WORKBOOK, "action_download", [workbook])["url"]


def test_a_clerk_downloads_what_he_sees_and_nobody_else_does(rpc, office):
    office.send()
    clerk = rpc("clerk")
    workbook, url = _order(clerk, participant_id=False)
    status, content = clerk.get(url)
    assert status == 200
    book = load_workbook(BytesIO(content))
    assert book.sheetnames == ["О файле", "Реестр запросов"]
    seen = clerk.call(REQUEST, "search_read", [["sent_at", "!=", False]], ["name"])
    numbers = {cell.value for cell in book.active["A"][1:]}
    assert numbers == {request["name"] for request in seen}
    for login in ("head", "auditor"):
        assert not rpc(login).call(WORKBOOK, "search", [["id", "=", workbook]])
    for login in ("head", "auditor", "administrator", "center"):
        assert rpc(login).get(url)[0] == 404
