"""Control in a browser: from an event of the plan to a prescription that is met."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from office import PARTICIPANT
from screen import Screen
from test_story import paper_text

EVENT = "social.control.plan.line"
INSPECTION = "social.control.inspection"
FINDING = "social.control.finding"
JOURNAL = "social.control.journal"
DAY = "social.interagency.calendar.day"
CENTER = "Комплексный центр социального обслуживания «Забота»"
RULE = "Ведомственный контроль: документарная"
CHECKLIST = "Ведомственная проверка учреждения социального обслуживания"
PROGRAMMES = "в соответствии с индивидуальной программой"
REFUSALS = "Отказы получателей от услуг"
SITE = "На сайте размещены сведения"
NO_PAPER = "Отказ одного получателя не оформлен письменно"
NO_PLACES = "На сайте нет сведений о числе свободных мест"
CONCLUSION = "Выявлены два нарушения, подлежащие устранению"
NOT_DONE = "Страница сайта пуста"
MOSCOW = ZoneInfo("Europe/Moscow")
SATURDAY = 5


class Story:
    """What the people of the story hand over to one another."""

    inspection_url = order_url = act = order = ""

    @property
    def order_id(self):
        return int(self.order_url.rstrip("/").rsplit("/", 1)[-1])


@pytest.fixture(scope="module")
def story():
    return Story()


@pytest.fixture(scope="module", autouse=True)
def _today_is_worked(rpc):
    """Make today a working day where it is not: an inspection begins on no other."""
    operator, today = rpc("operator"), datetime.now(MOSCOW).date()
    [body] = operator.call(
        PARTICIPANT, "search_read", [["name", "=", CENTER]], fields=["calendar_id"]
    )
    where = [["date", "=", today.isoformat()]]
    is_off = operator.call(DAY, "search_count", [*where, ["kind", "=", "off"]])
    if is_off or today.weekday() >= SATURDAY:
        own = [*where, ["calendar_id", "=", body["calendar_id"][0]]]
        operator.call(DAY, "unlink", operator.call(DAY, "search", own))
        vals = {"kind": "working", "name": "Рабочий день по приказу"}
        row = {**vals, "date": today.isoformat(), "calendar_id": own[-1][-1]}
        operator.call(DAY, "create", [row])


@pytest.fixture(scope="module")
def free_day(rpc):
    """Return a working day of this year on which nothing is planned."""
    events = rpc("inspector").call(EVENT, "search_read", [], fields=["planned_date"])
    off = rpc("operator").call(
        DAY, "search_read", [["kind", "=", "off"]], fields=["date"]
    )
    taken = {event["planned_date"] for event in events} | {day["date"] for day in off}
    first = date(datetime.now(MOSCOW).year, 1, 9)
    days = (first + timedelta(days=number) for number in range(300))
    return next(
        day for day in days if day.weekday() < SATURDAY and day.isoformat() not in taken
    )


def test_the_head_adds_an_event_to_the_plan_by_an_act(desk_of, free_day):
    screen = Screen(desk_of("controlhead"))
    screen.open("/odoo/control-plans")
    screen.page.get_by_text("Ведомственный контроль").first.click()
    screen.press("Изменить актом")
    screen.tick("kind", "Добавить мероприятие", screen.dialog)
    screen.choose("subject_id", CENTER, screen.dialog)
    screen.choose("rule_id", RULE, screen.dialog)
    screen.fill("planned_date", f"{free_day:%d.%m.%Y}", screen.dialog)
    screen.fill("ground", "Поручение министра № 17", screen.dialog)
    screen.confirm()
    changes = screen.show_tab("Изменения")
    changes.get_by_text("Поручение министра № 17").first.wait_for()


def test_the_inspector_drafts_the_planned_inspection(desk_of, story):
    screen = Screen(desk_of("inspector"))
    screen.open("/odoo/control-events")
    row = screen.page.locator(".o_data_row", has_text=CENTER).first
    row.get_by_role("button", name="Провести").click()
    screen.wait_for_state("Черновик")
    screen.choose("checklist_id", CHECKLIST)
    screen.save()
    story.inspection_url = screen.page.url
    story.act = screen.page.locator(".o_form_sheet [name=name]").first.inner_text()


def test_the_head_signs_the_order_to_inspect(desk_of, story):
    screen = Screen(desk_of("controlhead"))
    screen.open(story.inspection_url)
    screen.press("Подписать решение о проведении")
    screen.fill("decision", "Приказ № 40-к", screen.dialog)
    screen.confirm()
    screen.wait_for_state("Назначено")


def test_the_self_check_holds_back_an_act_that_is_not_complete(desk_of, story):
    screen = Screen(desk_of("inspector"))
    screen.open(story.inspection_url)
    screen.press("Начать")
    screen.wait_for_state("Проводится")
    screen.show_tab("Проверочный лист")
    answer(screen, REFUSALS, "Нарушение")
    screen.save()
    remarks = screen.show_tab("Самопроверка")
    remarks.get_by_text("не записано, что выявлено").wait_for()
    screen.press("Подписать акт")
    screen.page.locator(".modal-footer .btn-primary").first.click()
    screen.page.get_by_text("нельзя подписать").first.wait_for()


def answer(screen, question, words, note=""):
    row = screen.open_row("line_ids", question)
    screen.select("answer", words, row)
    if note:
        screen.fill("note", note, row)
    return row


def test_the_inspector_fills_in_the_checklist_and_signs_the_act(
    desk_of, story, tmp_path
):
    screen = Screen(desk_of("inspector"))
    screen.open(story.inspection_url)
    row = answer(screen, PROGRAMMES, "Соблюдается")
    evidence = tmp_path / "копии программ.pdf"
    evidence.write_bytes(b"%PDF-1.4 programmes")
    row.locator("input[type=file]").set_input_files(evidence)
    row.get_by_text("копии программ").first.wait_for()
    answer(screen, REFUSALS, "Нарушение", NO_PAPER)
    answer(screen, SITE, "Соблюдается частично", NO_PLACES)
    screen.show_tab("Акт")
    screen.fill("place", "Заозёрск, Примерная улица, 5")
    screen.fill("representative", "Берёзкина Н. И.")
    screen.fill("conclusion", CONCLUSION)
    screen.save()
    remarks = screen.show_tab("Самопроверка")
    remarks.get_by_text("не проверен").first.wait_for()
    assert not remarks.get_by_text("Исправьте до подписания").count()
    screen.press("Подписать акт")
    screen.confirm()
    screen.wait_for_state("Акт подписан")


def test_the_act_is_handed_over_and_printed(desk_of, story):
    screen = Screen(desk_of("inspector"))
    screen.open(story.inspection_url)
    screen.press("Вручить акт")
    screen.confirm()
    screen.page.get_by_role("button", name="Вручить акт").wait_for(state="detached")
    text = paper_text(screen.print_paper("Акт контрольного мероприятия"))
    for words in (story.act, CENTER, "Приказ № 40-к", NO_PAPER, NO_PLACES, CONCLUSION):
        assert words in text, words
    assert "442-ФЗ, ст. 18" in text
    assert "Берёзкина Н. И." in text


def test_the_organisation_reads_the_act_and_objects_in_the_portal(
    desk_of, story, tmp_path
):
    page = open_paper(desk_of, story.act)
    page.get_by_text(NO_PAPER).wait_for()
    page.get_by_role("button", name="С актом ознакомлен(а)").click()
    page.get_by_role("button", name="С актом ознакомлен(а)").wait_for(state="detached")
    screenshot = tmp_path / "снимок сайта.png"
    screenshot.write_bytes(b"\x89PNG\r\n\x1a\n")
    send(page, "Сведения размещены в день проверки.", screenshot, "Подать возражение")
    page.get_by_text("Решение ещё не принято").wait_for()


def open_paper(desk_of, number):
    assert number, "The paper is not made."
    page = desk_of("center")
    page.goto("/my/control")
    page.get_by_role("link", name=number).click()
    return page


def send(page, text, file, button):
    page.fill("form [name=text]", text)
    page.set_input_files("[name=attachments]", file)
    page.get_by_role("button", name=button).click()
    page.get_by_role("link", name=file.name).first.wait_for()


def test_the_head_decides_and_the_organisation_reads_why(desk_of, story):
    screen = Screen(desk_of("controlhead"))
    screen.open(story.inspection_url)
    screen.show_tab("Возражения")
    screen.page.get_by_role("button", name="Принять решение").first.click()
    screen.tick("decision", "Отклонено", screen.dialog)
    screen.fill("reasons", "На день проверки сведений не было", screen.dialog)
    screen.confirm()
    page = open_paper(desk_of, story.act)
    page.get_by_text("На день проверки сведений не было").wait_for()
    assert not page.get_by_text("Решение ещё не принято").count()


def test_a_prescription_is_drafted_on_both_violations_and_issued(desk_of, story):
    screen = Screen(desk_of("inspector"))
    screen.open(story.inspection_url)
    screen.press("Подготовить предписание")
    items = screen.page.locator("[name=item_ids] .o_data_row")
    items.nth(1).wait_for()
    assert items.count() == 2
    story.order_url = screen.page.url
    story.order = screen.page.locator(".o_form_sheet [name=name]").first.inner_text()
    screen = Screen(desk_of("controlhead"))
    screen.open(story.order_url)
    screen.press("Подписать и выдать")
    screen.wait_for_state("Выдано")
    screen.show_tab("Почему такая дата").get_by_text("нерабочий день").first.wait_for()


def test_the_organisation_proves_and_one_item_is_not_met(desk_of, story, tmp_path):
    prove(desk_of, story, tmp_path / "письменный отказ.pdf")
    screen = Screen(desk_of("inspector"))
    screen.open(story.order_url)
    screen.wait_for_state("Отчёт направлен")
    mark(screen, NO_PAPER, "Исполнено")
    mark(screen, NO_PLACES, "Не исполнено")
    screen.fill("note", NOT_DONE, screen.dialog)
    screen.confirm()
    screen.press("Завершить проверку")
    screen.wait_for_state("Не исполнено")


def prove(desk_of, story, file):
    file.write_bytes(b"%PDF-1.4 proof")
    page = open_paper(desk_of, story.order)
    send(page, "Нарушения устранены.", file, "Направить отчёт")


def item(screen, words):
    return screen.page.locator("[name=item_ids] .o_data_row", has_text=words)


def mark(screen, words, result):
    item(screen, words).locator(f"button:has(span:text-is('{result}'))").click()


def test_only_the_failed_item_is_checked_again_and_is_met(desk_of, story, tmp_path):
    screen = Screen(desk_of("controlhead"))
    screen.open(story.order_url)
    screen.press("Назначить повторную проверку")
    screen.fill("days", "5", screen.dialog)
    screen.confirm()
    screen.wait_for_state("Выдано")
    prove(desk_of, story, tmp_path / "страница сайта.pdf")
    screen = Screen(desk_of("inspector"))
    screen.open(story.order_url)
    item(screen, NO_PAPER).get_by_text("Исполнено", exact=True).first.wait_for()
    mark(screen, NO_PLACES, "Исполнено")
    screen.press("Завершить проверку")
    screen.wait_for_state("Исполнено")


def test_the_printed_prescription_names_both_items_and_the_term(desk_of, story):
    screen = Screen(desk_of("inspector"))
    screen.open(story.order_url)
    text = paper_text(screen.print_paper("Предписание"))
    for words in (story.order, story.act, CENTER, NO_PAPER, NO_PLACES):
        assert words in text, words
    assert "рабочих дней" in text


def test_the_register_shows_the_violations_as_eliminated(desk_of, story, rpc):
    screen = Screen(desk_of("auditor"))
    screen.open(story.inspection_url)
    rows = screen.show_tab("Нарушения").locator(".o_data_row")
    rows.nth(1).wait_for()
    assert rows.count() == 2
    found = rpc("auditor").call(
        FINDING,
        "search_read",
        [["inspection_id.name", "=", story.act]],
        fields=["state", "eliminated_date"],
    )
    assert all(one["eliminated_date"] for one in found), found
    assert {one["state"] for one in found} == {"confirmed"}


def test_the_journal_tells_each_step_of_the_prescription(story, rpc):
    entries = rpc("auditor").call(
        JOURNAL,
        "search_read",
        [["order_id", "=", story.order_id]],
        fields=["event"],
        order="id",
    )
    events = [entry["event"] for entry in entries if entry["event"] != "printed"]
    round_of_check = ["submitted", "failed", "recheck", "submitted", "met"]
    assert events == ["created", "issued", *round_of_check]


def test_the_head_closes_the_inspection_and_the_plan_shows_it(desk_of, story):
    screen = Screen(desk_of("controlhead"))
    screen.open(story.inspection_url)
    screen.press("Закрыть")
    screen.wait_for_state("Закрыто")
    screen.open("/odoo/control-plans")
    screen.page.get_by_text("Ведомственный контроль").first.click()
    screen.show_tab("Мероприятия")
    text = paper_text(screen.print_paper("План контроля"))
    assert "Добавлено" in text
    assert CENTER in text


def test_the_chart_of_the_year_shows_the_event_in_its_month(desk_of, story, free_day):
    screen = Screen(desk_of("controlhead"))
    screen.open("/odoo/control-year")
    day = f"Запланировано: {free_day:%d.%m.%Y}"
    bar = screen.page.locator(f".o_social_control_year[title*='{day}']")
    bar.locator(".o_bar").wait_for()
    bar.click()
    screen.wait_for_state("Закрыто")
    assert screen.page.url.rsplit("/", 1)[-1] == story.inspection_url.rsplit("/", 1)[-1]


def test_a_person_confirms_one_late_answer_and_dismisses_another(desk_of, rpc):
    candidates = [["state", "=", "candidate"], ["breach", "=", "late"]]
    first, second = rpc("inspector").call(FINDING, "search", candidates, limit=2)
    screen = Screen(desk_of("inspector"))
    screen.open(f"/odoo/control-violations/{first}")
    screen.page.get_by_text("Ответ с опозданием").first.wait_for()
    screen.press("Подтвердить")
    screen.wait_for_state("Подтверждено")
    screen.open(f"/odoo/control-violations/{second}")
    screen.press("Снять")
    screen.choose("ground_id", "Перерыв в работе", screen.dialog)
    screen.fill("reason", "Сервис не работал, сообщение № 8", screen.dialog)
    screen.confirm()
    screen.wait_for_state("Снято")
    [kept] = rpc("auditor").call(FINDING, "read", [second], ["dismissal_reason"])
    assert kept["dismissal_reason"] == "Сервис не работал, сообщение № 8"
