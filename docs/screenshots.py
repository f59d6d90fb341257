"""Make the pictures of the guide again: walk through the demo region as its users.

Start the demo by `./social run`, then `.social/venv/bin/python docs/screenshots.py`
(the tools come with `./social lint`; pictures of paper need `poppler-utils`, those of
an opened workbook `libreoffice-calc`). Another address is the first argument, chapters
to make are the others. The walk adds papers to the demo data.
"""

import sys

from camera import studio
from screenshots_control import CONTROL
from screenshots_exchange import EXCHANGE
from screenshots_services import HEALTH
from screenshots_support import SUPPORT

ADDRESS = "http://127.0.0.1:8069"
REQUEST = "social.interagency.request"
APPLICATION = "social.interagency.application"
TEMPLATES = "action-social_interagency.social_interagency_regulation_template_action"
MEANS = "action-social_interagency.social_interagency_signature_setup_action"
REPORTS = "social_interagency.social_interagency"
PAPER = {
    "name": "Акт обследования.txt",
    "mimeType": "text/plain",
    "buffer": "Акт обследования условий жизнедеятельности".encode(),
}
PERSON = {
    "last_name": "Родникова",
    "first_name": "Вера",
    "patronymic": "Матвеевна",
    "birth_date": "14.03.1951",
    "address": "Заозёрская область, г. Заозёрск, ул. Садовая, д. 3, кв. 8",
}
SERVICES = ["Помощь в приготовлении", "Проведение оздоровительных"]


def overview(user):
    """Show what the back office looks like."""
    head = user("head")
    head.open("interagency-overview")
    head.rest(3)
    head.shoot("overview", height=680)
    clerk = user("clerk")
    clerk.open("interagency-requests")
    clerk.shoot("requests", height=620)
    clerk.click(".o_switch_view.o_kanban")
    clerk.rest(2)
    clerk.shoot("requests-kanban", height=620)
    clerk.open("interagency-answers")
    clerk.shoot("answers", height=480)
    clerk.open("interagency-analysis")
    clerk.shoot("analysis", height=520)


def citizen(user):
    """Register a person, then look at the question before a card opens."""
    clerk = user("clerk")
    clerk.tall(900)
    clerk.open("interagency-citizens/new", wait=".o_form_view")
    for field, value in PERSON.items():
        clerk.fill(field, value)
    clerk.shoot("citizen-new")
    clerk.tab("consents")
    clerk.click("div[name=consent_ids] .o_field_x2many_list_row_add a")
    clerk.fill("number", "С-100")
    clerk.fill("purpose", "Предоставление социальных услуг")
    clerk.look_up()
    clerk.shoot("citizen-consent", selector=".modal-content")
    clerk.click(".modal-footer .o_form_button_save")
    clerk.press_save()
    clerk.open("interagency-citizens")
    clerk.usual()
    clerk.click(".o_data_row td[name=name]")
    clerk.page.wait_for_selector(".modal-dialog")
    clerk.shoot("citizen-purpose", selector=".modal-content")
    clerk.discard()


def application(user):
    """Register an application and draft all its requests by one click."""
    clerk = user("clerk")
    clerk.tall(900)
    clerk.open("interagency-applications/new", wait=".o_form_view")
    clerk.choose("citizen_id", PERSON["last_name"])
    clerk.choose("procedure_id", "Признание")
    for service in SERVICES:
        clerk.choose("service_ids", service)
    clerk.press_save()
    clerk.shoot("application-new")
    clerk.press("action_start")
    clerk.press("action_create_requests")
    clerk.shoot("application-drafted")
    clerk.tab("requests")
    clerk.rest(3)
    clerk.shoot("application-requests")
    clerk.usual()


def request(user):
    """Look at a draft, send everything as the head, ask why this date."""
    clerk, head = user("clerk"), user("head")
    application_id = clerk.find(APPLICATION, [("officer_id.login", "=", "clerk")])
    head.tall(900)
    head.open(f"interagency-applications/{application_id}", wait=".o_form_view")
    head.press("action_send_requests")
    mine = [("application_id", "=", application_id)]
    asked = [*mine, ("addressee_id", "ilike", "Забота")]
    request_id = clerk.find(REQUEST, asked)
    clerk.tall(1250)
    clerk.open(f"interagency-requests/{request_id}", wait=".o_form_view")
    clerk.shoot("request", height=1000)
    clerk.tab("deadline")
    clerk.shoot("request-why", selector=".o_notebook")
    clerk.usual()
    clerk.open("interagency-requests/new", wait=".o_form_view")
    clerk.choose("addressee_id", "Отделение социального фонда")
    clerk.choose("citizen_id", PERSON["last_name"])
    clerk.press_save()
    clerk.shoot("request-draft", height=640)
    clerk.tall(1500)
    clerk.visit(f"/report/html/{REPORTS}_request_report/{request_id}", wait="main")
    clerk.shoot("print-request", height=1180)
    clerk.usual()


def portal(user):
    """Answer the request as the provider."""
    center = user("center")
    center.visit("/my/home")
    center.rest(3)
    center.shoot("portal-home", height=520)
    center.visit("/my/interagency?sortby=newest")
    center.shoot("portal-list", height=560)
    request_id = center.find(REQUEST, [("state", "=", "received")])
    center.tall(1150)
    center.visit(f"/my/interagency/{request_id}")
    center.shoot("portal-request")
    center.page.check("#outcome_full")
    center.page.fill("#text", "Акт обследования условий жизнедеятельности приложен.")
    center.page.set_input_files("#attachments", PAPER)
    center.page.fill("#own_number", "118 от 23.11.2026")
    center.shoot("portal-answer", selector="form:has(#text)")
    center.click("form:has(#text) button[type=submit]")
    center.page.wait_for_selector("#wrapwrap")
    center.shoot("portal-answered", height=620)
    center.usual()


def acceptance(user):
    """Judge an answer."""
    clerk = user("clerk")
    answered = [("state", "=", "answered"), ("sender_id.user_ids.login", "=", "clerk")]
    request_id = clerk.find(REQUEST, answered, order="closed_at desc")
    clerk.tall(1250)
    clerk.open(f"interagency-requests/{request_id}", wait=".o_form_view")
    clerk.tab("answers")
    clerk.shoot("request-answered", height=1250)
    clerk.usual()
    clerk.press("action_open_return")
    clerk.shoot("request-return", selector=".modal-content")
    clerk.discard()
    clerk.press("action_accept")
    clerk.tall(1250)
    clerk.tab("journal")
    clerk.shoot("request-journal", selector=".o_notebook")
    clerk.usual()


def decisions(user):
    """Extend, suspend, redirect: signed acts."""
    head = user("head")
    running = [("state", "=", "received"), ("deadline_state", "=", "ahead")]
    request_id = head.find(REQUEST, [*running, ("act_ids", "=", False)])
    head.open(f"interagency-requests/{request_id}", wait=".o_form_view")
    head.press("action_open_redirect")
    head.shoot("act-redirect", selector=".modal-content")
    head.discard()
    head.press("action_open_extend")
    head.fill("days", "3")
    head.fill("ground", "Ходатайство центра от 23.11.2026 № 31")
    head.shoot("act-extend", selector=".modal-content")
    head.confirm("action_confirm")
    head.press("action_open_suspend")
    head.fill("ground", "Ожидается уточнение адреса гражданином")
    head.confirm("action_confirm")
    head.press("action_open_resume")
    head.fill("ground", "Адрес уточнён заявлением гражданина")
    head.confirm("action_confirm")
    head.tall(1250)
    head.tab("acts")
    head.shoot("request-acts", selector=".o_notebook")
    head.usual()


def bulk(user):
    """Ask about many citizens at once."""
    clerk = user("clerk")
    action = "action-social_interagency.social_interagency_request_bulk_action"
    clerk.open(action, wait=".modal-dialog")
    clerk.choose("service_id", "Помощь в приготовлении")
    clerk.choose("document_type_ids", "Акт обследования")
    clerk.click("div[name=citizen_ids] .o_field_x2many_list_row_add a")
    clerk.rest(2)
    boxes = clerk.page.locator(".modal-dialog .o_data_row input[type=checkbox]")
    for number in range(3):
        boxes.nth(number).click()
    clerk.rest()
    clerk.click(".modal-footer .o_select_button")
    clerk.rest(2)
    clerk.shoot("bulk")


def closing(user):
    """Documents on file, the end of an application, destruction."""
    clerk, head = user("clerk"), user("head")
    clerk.open("interagency-documents")
    clerk.shoot("documents", height=480)
    open_ones = [("state", "=", "in_progress"), ("officer_id.login", "=", "clerk")]
    application_id = clerk.find(APPLICATION, open_ones, order="id")
    clerk.open(f"interagency-applications/{application_id}", wait=".o_form_view")
    clerk.click(".o_statusbar_buttons button:has-text('Закрыть')")
    clerk.shoot("application-close", selector=".modal-content")
    clerk.discard()
    head.open("interagency-destruction/new", wait=".o_form_view")
    head.fill("commission", "Председатель: Лебедева Т. Н., министр")
    head.press_save()
    head.press("action_select")
    head.shoot("destruction", height=620)


def signatures(user):
    """Look at a signed answer, at its print, at what is trusted."""
    clerk, admin = user("clerk"), user("administrator")
    clerk.open("interagency-signatures")
    clerk.shoot("signatures", height=480)
    signed = [("signature_state", "=", "valid"), ("attachment_id", "!=", False)]
    check_id = clerk.find("social.interagency.signature", signed)
    check = clerk.call("social.interagency.signature", "read", [check_id], ["res_id"])
    answer_id = check[0]["res_id"]
    clerk.tall(1000)
    clerk.open(f"interagency-answers/{answer_id}", wait=".o_form_view")
    clerk.shoot("answer-signature", height=900)
    clerk.shoot_paper("answer-stamp", f"{REPORTS}_answer_report/{answer_id}")
    clerk.usual()
    admin.open("interagency-certificates")
    admin.shoot("certificates", height=300)
    admin.open(MEANS, wait=".modal-content")
    admin.shoot("signature-means", selector=".modal-content")


def workbooks(user):
    """Take out the register of requests."""
    clerk = user("clerk")
    clerk.open("interagency-workbooks")
    clerk.click("button:has-text('Сформировать')")
    clerk.rest()
    clerk.shoot("workbook-order", selector=".modal-content")
    clerk.confirm("action_make")
    clerk.rest(2)
    clerk.shoot("workbook", height=480)


def audit(user):
    """Read the journal and verify it."""
    auditor = user("auditor")
    auditor.open("interagency-journal")
    auditor.shoot("journal", height=560)
    auditor.open("interagency-seals")
    auditor.click("button[name=action_verify]")
    auditor.rest(2)
    auditor.shoot("seals", height=420)


def regulations(user):
    """Look at the regulation, make its next version, load a template."""
    admin = user("administrator")
    admin.tall(1100)
    in_force = [("state", "=", "in_force")]
    regulation_id = admin.find("social.interagency.regulation", in_force)
    admin.open(f"interagency-regulations/{regulation_id}", wait=".o_form_view")
    admin.shoot("regulation")
    admin.tall(1600)
    for name in ("members", "terms", "approval"):
        admin.tab(name)
        admin.shoot(f"regulation-{name}", selector=".o_notebook")
    admin.tall(1100)
    admin.press("action_new_version")
    admin.press("action_compare")
    admin.rest(2)
    admin.shoot("regulation-compare", height=900)
    admin.usual()
    admin.open(TEMPLATES)
    admin.shoot("templates", height=620)
    admin.click(".o_data_row:has-text('Владимирская') .o_data_cell")
    admin.rest(2)
    admin.shoot("template")
    admin.tall(1100)
    admin.press("action_load")
    admin.rest(2)
    admin.shoot("regulation-incomplete")
    admin.usual()


def directories(user):
    """Participants, agreements, term rules, calendars."""
    admin, operator = user("administrator"), user("operator")
    admin.open("interagency-participants")
    admin.shoot("participants", height=560)
    admin.click(".o_data_row .o_data_cell")
    admin.rest(2)
    admin.shoot("participant")
    admin.press("action_invite")
    admin.shoot("participant-invite", selector=".modal-content")
    admin.discard()
    admin.open("interagency-term-rules")
    admin.shoot("term-rules", height=420)
    admin.tall(1000)
    admin.open("interagency-agreements/new", wait=".o_form_view")
    admin.shoot("agreement")
    admin.usual()
    operator.open("interagency-calendars")
    operator.click(".o_data_row .o_data_cell")
    operator.rest(2)
    operator.shoot("calendar")
    operator.press("action_load")
    operator.shoot("calendar-load", selector=".modal-content")
    operator.open("interagency-calendar-days")
    operator.rest(2)
    operator.shoot("calendar-days", height=620)


CHAPTERS = {
    "overview": overview,
    "citizen": citizen,
    "application": application,
    "request": request,
    "portal": portal,
    "acceptance": acceptance,
    "decisions": decisions,
    "bulk": bulk,
    "closing": closing,
    "signatures": signatures,
    "workbooks": workbooks,
    "audit": audit,
    "regulations": regulations,
    "directories": directories,
    **EXCHANGE,
    **HEALTH,
    **SUPPORT,
    **CONTROL,
}


def main(arguments):
    """Make the chapters that are named, or all."""
    address = next((one for one in arguments if one.startswith("http")), ADDRESS)
    chosen = [one for one in arguments if one in CHAPTERS] or CHAPTERS
    with studio(address) as user:
        for name in chosen:
            CHAPTERS[name](user)


if __name__ == "__main__":
    main(sys.argv[1:])
