"""The pictures of social support; ``screenshots.py`` makes them with the others."""

CASE = "social.support.case"
ASSIGNMENT = "social.support.assignment"
REPORTS = "social_support"
MEASURE_PAGE = "/my/support"


def _active(user):
    """Return the newest case in support."""
    return user.find(CASE, [("state", "=", "active")])


def support_signals(user):
    """Read the register of signals and look at one that was surveyed."""
    curator = user("curator")
    curator.open("support-signals")
    curator.shoot("support-signals", height=480)
    signal_id = curator.find("social.support.signal", [("state", "=", "surveyed")])
    curator.open(f"support-signals/{signal_id}", wait=".o_form_view")
    curator.click(".o_statusbar_buttons button:has-text('Закрыть сигнал')")
    curator.shoot("support-signal-close", selector=".modal-content")
    curator.discard()


def support_case(user):
    """Look at the board, a case and the papers on which its level rests."""
    curator = user("curator")
    curator.wide()
    curator.open("support-cases")
    curator.rest(2)
    curator.shoot("support-board", height=760)
    curator.usual()
    case_id = _active(curator)
    curator.tall(960)
    curator.open(f"support-cases/{case_id}", wait=".o_form_view")
    curator.tab("measures")
    curator.shoot("support-case")
    curator.click("button:has-text('Установить уровень')")
    curator.choose("level_id", "Кризисный")
    curator.fill("reason", "Повторный акт обследования: мать осталась без работы")
    curator.look_up()
    curator.shoot("support-level", selector=".modal-content")
    curator.discard()
    act = [("case_id", "=", case_id)]
    act_id = curator.find("social.support.assessment", act)
    curator.tall(1150)
    curator.open(f"support-assessments/{act_id}", wait=".o_form_view")
    curator.shoot("support-assessment")
    curator.usual()


def support_plan(user):
    """Look at a plan, at the measures it gave and at what an organisation left."""
    curator, head = user("curator"), user("supporthead")
    current = [("state", "=", "current"), ("case_id", "=", _active(curator))]
    plan_id = curator.find("social.support.plan", current)
    head.tall(900)
    head.open(f"support-plans/{plan_id}", wait=".o_form_view")
    head.shoot("support-plan")
    head.usual()
    head.click("button:has-text('Продлить')")
    head.fill("end_date", "29.06.2027")
    head.fill("ground", "Решение консилиума от 20.11.2026")
    head.look_up()
    head.shoot("support-extend", selector=".modal-content")
    head.discard()
    curator.open("support-assignments")
    curator.shoot("support-measures", height=640)
    refused = [("state", "=", "refused")]
    measure_id = curator.find(ASSIGNMENT, refused)
    curator.open(f"support-assignments/{measure_id}", wait=".o_form_view")
    curator.click("button:has-text('Передать заново')")
    curator.shoot("support-give-anew", selector=".modal-content")
    curator.discard()


def support_visits(user):
    """Look at the calendar, write a visit down, read the minutes of a consilium."""
    curator = user("curator")
    curator.open("support-visits")
    curator.rest(2)
    curator.shoot("support-visits")
    planned = [("state", "=", "planned")]
    visit_id = curator.find("social.support.visit", planned, order="planned_date")
    curator.open(f"support-visits/{visit_id}", wait=".o_form_view")
    curator.click("button:has-text('Записать результат')")
    curator.fill("text", "Семья дома, дети накормлены")
    curator.shoot("support-visit", selector=".modal-content")
    curator.discard()
    consilium_id = curator.find("social.support.consilium", [])
    curator.tall(900)
    curator.open(f"support-consilium/{consilium_id}", wait=".o_form_view")
    curator.shoot("support-consilium")
    curator.usual()


def support_portal(user):
    """Accept a measure and report on it as the organisation."""
    center = user("center")
    center.visit("/my/home")
    center.rest(3)
    center.shoot("support-portal-home", height=640)
    center.visit(MEASURE_PAGE)
    center.shoot("support-portal-list", height=320)
    measure_id = center.find(ASSIGNMENT, [("state", "=", "proposed")])
    center.tall(960)
    center.visit(f"{MEASURE_PAGE}/{measure_id}")
    center.shoot("support-portal-measure")
    center.page.fill("#executor_name", "Рябинина О. С., психолог, +7 (000) 000-03-07")
    center.click("form[action$='/accept'] button[type=submit]")
    center.page.wait_for_selector("form[action$='/report']")
    center.page.fill(
        "#text", "Проведено восемь занятий, ребёнок посещает группу постоянно."
    )
    center.shoot("support-portal-report", selector="form[action$='/report']")
    center.usual()
    center.visit(f"{MEASURE_PAGE}?filterby=ended")
    center.shoot("support-portal-ended", height=520)


def support_analysis(user):
    """See the load, the charts and the workbook, print the plan and the journal."""
    head = user("supporthead")
    head.open("support-load")
    head.shoot("support-load", height=320)
    head.open("support-analysis")
    head.click(".o_switch_view.o_graph")
    head.rest(3)
    head.shoot("support-chart")
    head.open("interagency-workbooks")
    head.click("button:has-text('Сформировать')")
    head.rest()
    head.page.locator("div[name='kind'] input, select#kind_0").first.click()
    head.rest()
    head.shoot("support-workbook", selector=".modal-content")
    head.page.keyboard.press("Escape")
    plan_id = head.find("social.support.plan", [("case_id", "=", _active(head))])
    head.shoot_paper("support-print-plan", f"{REPORTS}.report_plan/{plan_id}")
    case_ids = head.call(CASE, "search", [("state", "in", ["active", "closed"])])
    chosen = ",".join(map(str, case_ids))
    head.shoot_paper("support-print-families", f"{REPORTS}.report_case/{chosen}")


def support_rules(user):
    """Look at the norms and levels as the administrator, at a consent as curator."""
    admin, curator = user("administrator"), user("curator")
    admin.open("support-norms")
    admin.shoot("support-norms", height=420)
    admin.open("support-levels")
    admin.shoot("support-levels", height=380)
    case_id = _active(curator)
    curator.open(f"support-cases/{case_id}", wait=".o_form_view")
    curator.page.hover("div[name='consent_id'] input")
    curator.click("div[name='consent_id'] .o_external_button")
    curator.rest()
    curator.shoot("support-consent", height=520)


def support_closing(user):
    """Close a case as the head."""
    head = user("supporthead")
    head.open(f"support-cases/{_active(head)}", wait=".o_form_view")
    head.click("button:has-text('Закрыть случай')")
    head.shoot("support-close", selector=".modal-content")
    head.discard()


def support_audit(user):
    """Read in the journal what the organisation was shown."""
    auditor = user("auditor")
    auditor.open("support-journal")
    auditor.shoot("support-journal", height=560)


SUPPORT = {
    "support-signals": support_signals,
    "support-case": support_case,
    "support-plan": support_plan,
    "support-visits": support_visits,
    "support-analysis": support_analysis,
    "support-rules": support_rules,
    "support-closing": support_closing,
    "support-portal": support_portal,
    "support-audit": support_audit,
}
