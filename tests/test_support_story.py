"""A family from the signal to the closed case: a curator, an organisation, a head."""

import uuid
from datetime import UTC, datetime

import pytest
from office import CITIZEN, PARTICIPANT
from screen import Screen
from test_story import paper_text

CASE = "social.support.case"
ASSIGNMENT = "social.support.assignment"
CENTER = "Комплексный центр социального обслуживания «Забота»"
MEASURE = "Психологическое консультирование семьи"
RESULT = "Проведено пять встреч."


class Family:
    """What the people of the story hand over to one another."""

    surname = "Ручьёва"
    # Letters in place of digits: a name that no other run has given.
    name = "Анна-" + uuid.uuid4().hex[:8].translate(
        str.maketrans("0123456789abcdef", "абвгдежзиклмнопр")
    )
    citizen_id = 0
    case_url = plan_url = measure = ""

    @property
    def case_id(self):
        return int(self.case_url.rstrip("/").rsplit("/", 1)[-1])


@pytest.fixture(scope="module")
def family(rpc):
    """Return a citizen who lets the centre know of her."""
    curator = rpc("curator")
    [center] = curator.call(PARTICIPANT, "search", [["name", "=", CENTER]])
    family = Family()
    [family.citizen_id] = curator.call(
        CITIZEN,
        "create",
        [
            {
                "last_name": family.surname,
                "first_name": family.name,
                "birth_date": "1990-05-06",
                "address": "Заозёрск, Примерная улица, 7",
            }
        ],
    )
    curator.call(
        "social.interagency.consent",
        "create",
        [
            {
                "citizen_id": family.citizen_id,
                "number": "С-77",
                "signed_date": datetime.now(UTC).date().isoformat(),
                "purpose": "Социальное сопровождение",
                "participant_ids": [[6, 0, [center]]],
            }
        ],
    )
    return family


def test_a_curator_takes_a_signal_to_a_case(open_as, family):
    screen = Screen(open_as("curator"))
    screen.open("/odoo/support-signals/new")
    screen.select("source_kind", "Соседи, знакомые")
    screen.fill("family", f"{family.surname}, Примерная улица, 7")
    screen.fill("content", "Дети одни дома")
    screen.save()
    screen.press("Записать обследование")
    screen.tick("consent", "Дано")
    screen.choose("citizen_id", f"{family.surname} {family.name}", screen.dialog)
    screen.confirm()
    screen.wait_for_state("Обследована")
    screen.press("Закрыть сигнал")
    screen.tick("decision", "Нужно социальное сопровождение")
    screen.fill("result", "Акт обследования составлен", screen.dialog)
    screen.confirm()
    screen.wait_for_state("Закрыт")
    screen.press("Открыть случай")
    screen.wait_for_state("Сигнал")
    family.case_url = screen.page.url


def test_the_curator_assesses_the_family_and_sets_the_level(open_as, family):
    screen = Screen(open_as("curator"))
    screen.open(family.case_url)
    screen.choose("consent_id", "С-77")
    screen.save()
    screen.press("Начать обследование")
    screen.wait_for_state("Обследование")
    screen.press("Новый акт обследования")
    screen.page.get_by_text("Сам гражданин").first.wait_for()
    screen.select("housing_kind", "В собственности")
    screen.fill("conclusion", "Семье нужно сопровождение")
    row = screen.add_row("need_ids")
    screen.fill("name", "Помощь психолога", row)
    screen.page.locator(".o_selected_row [name=help_kind] input").click()
    screen.page.get_by_role("menuitem", name="Психологическая").first.click()
    screen.save()
    screen.press("Подписать акт")
    screen.confirm()
    screen.wait_for_state("Подписан")
    text = paper_text(screen.print_paper("Акт обследования"))
    assert "Помощь психолога" in text
    assert f"{family.surname} {family.name}" in text
    screen.open(family.case_url)
    screen.press("Установить уровень")
    screen.choose("level_id", "Кризисный", screen.dialog)
    screen.fill("reason", "По акту обследования", screen.dialog)
    screen.confirm()
    screen.page.get_by_text("Кризисный").first.wait_for()
    screen.press("Перейти к планированию")
    screen.wait_for_state("Планирование")


def test_the_curator_plans_and_the_head_approves(open_as, family):
    screen = Screen(open_as("curator"))
    screen.open(family.case_url)
    screen.press("Новый план")
    row = screen.add_row("line_ids")
    screen.choose("need_id", "Помощь психолога", row)
    screen.choose("measure_id", MEASURE, row)
    screen.choose("participant_id", CENTER, row)
    screen.save()
    family.plan_url = screen.page.url
    screen = Screen(open_as("supporthead"))
    screen.open(family.plan_url)
    screen.press("Утвердить")
    screen.wait_for_state("Действует сейчас")


def test_the_curator_gives_the_measures_in_one_click(open_as, family, rpc):
    screen = Screen(open_as("curator"))
    screen.open(family.plan_url)
    screen.press("Передать мероприятия")
    screen.confirm()
    screen.page.get_by_text("Передано").first.wait_for()
    [found] = rpc("curator").call(
        ASSIGNMENT, "search_read", [["case_id", "=", family.case_id]], fields=["name"]
    )
    family.measure = found["name"]


def test_the_organisation_accepts_and_reports_in_the_portal(open_as, family, tmp_path):
    assert family.measure, "The curator has given no measure."
    page = open_as("center")
    page.goto("/my/support")
    page.get_by_role("link", name=family.measure).click()
    page.get_by_text(f"{family.surname} {family.name}").first.wait_for()
    page.fill("[name=executor_name]", "Психолог центра")
    page.get_by_role("button", name="Принять").click()
    report = tmp_path / "отчёт психолога.pdf"
    report.write_bytes(b"%PDF-1.4 report")
    page.get_by_text("Отчёт о результате").wait_for()
    page.fill("form [name=text]", RESULT)
    page.set_input_files("[name=attachments]", report)
    page.get_by_role("button", name="Отправить отчёт").click()
    page.wait_for_url(lambda url: url.endswith("/my/support"))
    assert not page.get_by_role("link", name=family.measure).count()


def test_afterwards_the_organisation_reads_nothing_of_the_family(open_as, family):
    page = open_as("center")
    page.goto("/my/support?filterby=ended")
    page.get_by_text(family.measure).wait_for()
    assert family.surname not in page.content()


def test_the_result_and_each_disclosure_stand_on_the_case(open_as, family, rpc):
    screen = Screen(open_as("curator"))
    screen.open(family.plan_url)
    screen.page.get_by_text(RESULT).first.wait_for()
    entries = rpc("auditor").call(
        "social.support.journal",
        "search_read",
        [["assignment_id.name", "=", family.measure]],
        fields=["event"],
    )
    events = [entry["event"] for entry in reversed(entries)]
    assert events[0] == "created"
    assert {"disclosed", "accepted", "done"} <= set(events)


def test_the_curator_visits_and_the_head_closes_the_case(open_as, family):
    screen = Screen(open_as("curator"))
    screen.open(family.case_url)
    pane = screen.show_tab("Посещения")
    pane.get_by_text("Запланировано").first.wait_for()
    screen.press("Начать мониторинг")
    screen.wait_for_state("Мониторинг")
    screen = Screen(open_as("supporthead"))
    screen.open(family.case_url)
    screen.press("Закрыть случай")
    screen.choose("ground_id", "Цели сопровождения достигнуты", screen.dialog)
    screen.tick("outcome", "Улучшение")
    screen.fill("conclusion", "Семья справляется сама", screen.dialog)
    screen.confirm()
    screen.wait_for_state("Закрыт")


def test_the_register_names_the_family_with_its_level_and_result(open_as, family, rpc):
    screen = Screen(open_as("curator"))
    screen.open(family.case_url)
    text = paper_text(screen.print_paper("Журнал учёта сопровождаемых семей"))
    for words in (family.surname, "Кризисный", "Семья справляется сама"):
        assert words in text, words
