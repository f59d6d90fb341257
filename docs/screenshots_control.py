"""The pictures of social control; ``screenshots.py`` makes them with the others."""

import os
import subprocess
import tempfile
from io import BytesIO
from pathlib import Path

from camera import shoot_page
from pypdf import PdfReader

INSPECTION = "social.control.inspection"
ORDER = "social.control.order"
PERIOD = "social.control.period"
WORKBOOK = "social.workbook"
REPORTS = "social_control"
LOCALE = "ru_RU.UTF-8"
CENTER = ("subject_id", "ilike", "Забота")
OFFICE = ["soffice", "--headless", "--norestore", "--convert-to", "pdf"]


def control_plan(user):
    """Look at the plans of the year: a plan, its chart, its calendar, a change."""
    head = user("controlhead")
    head.open("control-plans")
    plan = [("regime", "=", "departmental"), ("state", "=", "approved")]
    plan_id = head.find("social.control.plan", plan, order="year desc")
    head.open(f"control-plans/{plan_id}", wait=".o_form_view")
    head.shoot("control-plan", height=720)
    head.click("button:has-text('Изменить актом')")
    head.rest()
    head.shoot("control-plan-change", selector=".modal-content")
    head.discard()
    head.wide()
    head.open("control-year")
    head.rest(2)
    head.shoot("control-year", height=760)
    head.usual()
    inspector = user("inspector")
    inspector.open("control-inspections")
    inspector.shoot("control-inspections", height=440)
    inspector.click(".o_facet_remove")
    inspector.click(".o_switch_view.o_calendar")
    inspector.rest(2)
    inspector.shoot("control-calendar")


def control_inspection(user):
    """Look at an inspection that goes on: its checklist, its self-check."""
    inspector = user("inspector")
    started = inspector.find(INSPECTION, [("state", "=", "started")])
    inspector.tall(1100)
    inspector.open(f"control-inspections/{started}", wait=".o_form_view")
    inspector.shoot("control-inspection")
    inspector.tall(1500)
    inspector.tab("self_check")
    inspector.shoot("control-self-check", selector=".o_notebook")
    held = [("state", "=", "closed"), ("finding_ids", "!=", False), CENTER]
    held_id = inspector.find(INSPECTION, held, order="id")
    inspector.open(f"control-inspections/{held_id}", wait=".o_form_view")
    inspector.shoot("control-checklist", selector=".o_notebook")
    inspector.tab("act")
    inspector.shoot("control-act", selector=".o_notebook")
    inspector.usual()
    inspector.shoot_paper("control-print-act", f"{REPORTS}.report_inspection/{held_id}")


def control_findings(user):
    """Look at the register of violations, a candidate and its dismissal."""
    inspector = user("inspector")
    inspector.open("control-violations")
    inspector.shoot("control-violations", height=520)
    candidate = [("state", "=", "candidate"), ("breach", "=", "late")]
    finding_id = inspector.find("social.control.finding", candidate)
    inspector.tall(900)
    inspector.open(f"control-violations/{finding_id}", wait=".o_form_view")
    inspector.shoot("control-violation")
    inspector.usual()
    inspector.click(".o_statusbar_buttons button:has-text('Снять')")
    inspector.choose("ground_id", "Перерыв в работе")
    inspector.fill("reason", "Сервис не работал, сообщение оператора № 8")
    inspector.look_up()
    inspector.shoot("control-dismissal", selector=".modal-content")
    inspector.discard()


def control_order(user):
    """Look at a prescription whose proof waits for the check, and print it."""
    inspector = user("inspector")
    order_id = inspector.find(ORDER, [("state", "=", "submitted")])
    inspector.tall(900)
    inspector.open(f"control-prescriptions/{order_id}", wait=".o_form_view")
    inspector.shoot("control-prescription")
    inspector.usual()
    inspector.shoot_paper(
        "control-print-prescription", f"{REPORTS}.report_order/{order_id}"
    )


def control_figures(user):
    """Look at the figures of a closed period, the rating, the records, the trend."""
    head = user("controlhead")
    quarter = [("kind", "=", "quarter"), ("state", "=", "closed")]
    period_id = head.find(PERIOD, quarter, order="date_from desc")
    head.tall(1000)
    head.open(f"control-periods/{period_id}", wait=".o_form_view")
    head.shoot("control-period")
    head.wide()
    head.click(".o_statusbar_buttons button:has-text('Рейтинг')")
    head.rest(2)
    head.shoot("control-rating", height=640)
    head.open(f"control-periods/{period_id}", wait=".o_form_view")
    head.click(".o_statusbar_buttons button:has-text('Показатели')")
    head.rest()
    head.click(".o_data_row:has-text('K2') td[name=name]")
    head.rest(2)
    head.shoot("control-records", height=520)
    head.usual()
    head.open("control-trend")
    head.rest(3)
    head.shoot("control-trend")


def control_workbook(user):
    """Take out the figures of a quarter and see how the file looks when opened."""
    head = user("controlhead")
    quarter = [("kind", "=", "quarter"), ("state", "=", "closed")]
    period_id = head.find(PERIOD, quarter, order="date_from desc")
    head.open(f"control-periods/{period_id}", wait=".o_form_view")
    head.click(".o_statusbar_buttons button:has-text('Выгрузка')")
    head.rest()
    head.shoot("control-workbook-order", selector=".modal-content")
    head.confirm("action_make")
    head.rest(2)
    head.shoot("control-workbook", height=480)
    workbook_id = head.find(WORKBOOK, [])
    url = head.call(WORKBOOK, "action_download", [workbook_id])["url"]
    content = head.page.request.get(url).body()
    with tempfile.TemporaryDirectory() as folder:
        paper = _print_book(Path(folder), content)
    shoot_page("control-opened-figures", paper, 2)
    shoot_page("control-opened-charts", paper, len(PdfReader(BytesIO(paper)).pages))


def _print_book(folder, content):
    """Return the PDF that LibreOffice makes of a workbook."""
    book = folder / "book.xlsx"
    book.write_bytes(content)
    profile = (folder / "profile").as_uri()
    command = [*OFFICE, f"-env:UserInstallation={profile}", "--outdir", folder, book]
    subprocess.run(
        command, check=True, capture_output=True, env={**os.environ, "LC_ALL": LOCALE}
    )
    return book.with_suffix(".pdf").read_bytes()


def control_portal(user):
    """Read the act and object, read the prescription and send the proof."""
    center = user("center")
    center.visit("/my/control")
    center.shoot("control-portal-list", height=480)
    center.tall(1000)
    acts = [("handed_at", "!=", False), ("finding_ids", "!=", False), CENTER]
    act_id = user("inspector").find(INSPECTION, acts, order="id")
    center.visit(f"/my/control/act/{act_id}")
    center.shoot("control-portal-act", height=820)
    issued = [("state", "=", "issued"), CENTER]
    order_id = user("inspector").find(ORDER, issued)
    center.visit(f"/my/control/order/{order_id}")
    center.page.fill("form [name=text]", "Сведения размещены, снимок сайта приложен.")
    center.shoot("control-portal-proof", height=820)
    center.usual()


def control_audit(user):
    """Read the journal."""
    auditor = user("auditor")
    auditor.open("control-journal")
    auditor.shoot("control-journal", height=480)


CONTROL = {
    "control-plan": control_plan,
    "control-inspection": control_inspection,
    "control-findings": control_findings,
    "control-order": control_order,
    "control-figures": control_figures,
    "control-workbook": control_workbook,
    "control-portal": control_portal,
    "control-audit": control_audit,
}
