"""The whole job in a browser: from a citizen's application to a proven journal."""

import re
import subprocess
import sys
import uuid
from pathlib import Path
from urllib.parse import quote

import pytest
from office import JOURNAL, REQUEST
from pypdf import PdfReader
from screen import Screen

VERIFIER = Path(__file__).resolve().parents[1] / "scripts/verify_journal.py"
SERVICE = "Покупка и доставка на дом"
CENTER = "Центр «Забота»"
PROVIDER = "Комплексный центр социального обслуживания «Забота»"
NINE_ITEMS = (
    "1. Отправитель",
    "2. Адресат",
    "3. Социальная услуга",
    "4. Правовое основание",
    "5. Что запрашивается",
    "6. Контакт",
    "7. Дата отправки",
    "8. Подготовил",
    "9. Согласие",
)


def paper_text(path):
    """Return the text of a PDF, each run of white space as one space."""
    pages = PdfReader(path).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


class Story:
    """What the people of the story hand over to one another."""

    family = "Новосёлова"
    # Letters in place of digits: a name that no other run has given.
    name = "Зоя-" + uuid.uuid4().hex[:8].translate(
        str.maketrans("0123456789abcdef", "абвгдежзиклмнопр")
    )
    application_url = ""
    number = ""
    request_id = 0

    @property
    def request_url(self):
        assert self.request_id, "The clerk has drafted no request."
        return f"/odoo/interagency-requests/{self.request_id}"


@pytest.fixture(scope="module")
def story():
    return Story()


def test_a_clerk_registers_an_application_and_drafts_all_requests(open_as, story, rpc):
    screen = Screen(open_as("clerk"))
    register_citizen(screen, story)
    screen.open("/odoo/interagency-applications/new")
    screen.choose("citizen_id", f"{story.family} {story.name}")
    screen.choose("procedure_id", "Признание")
    screen.choose("service_ids", SERVICE)
    screen.save()
    screen.press("Взять в работу")
    screen.wait_for_state("В работе")
    screen.press("Подготовить все запросы")
    screen.page.get_by_text("Создано черновиков запросов: 4").first.wait_for()
    story.application_url = screen.page.url
    rows = screen.show_tab("Запросы").locator(".o_data_row")
    row = rows.filter(has_text=PROVIDER)
    row.wait_for()
    assert rows.count() == 4
    story.number = row.locator("[name=name]").inner_text()
    [story.request_id] = rpc("clerk").call(
        REQUEST, "search", [["name", "=", story.number]]
    )


def register_citizen(screen, story):
    screen.open("/odoo/interagency-citizens/new")
    screen.fill("last_name", story.family)
    screen.fill("first_name", story.name)
    screen.fill("birth_date", "03.02.1951")
    screen.fill("identity_number", "99 00 123456")
    screen.fill("address", "Заозёрск, Примерная улица, 1")
    screen.save()


def test_the_clerk_alone_does_not_send(open_as, story):
    screen = Screen(open_as("clerk"))
    screen.open(story.application_url)
    screen.press("Отправить все черновики")
    words = screen.page.locator(".modal-body").inner_text()
    assert "нет черновиков, которые вы вправе отправить" in words


def test_the_head_sends_them_in_one_click(open_as, story):
    screen = Screen(open_as("head"))
    screen.open(story.application_url)
    screen.press("Отправить все черновики")
    pane = screen.show_tab("Запросы")
    pane.locator(".o_data_row", has_text="Отправлен").nth(3).wait_for()


def test_the_form_says_until_when_and_why(open_as, story):
    screen = Screen(open_as("clerk"))
    screen.open(story.request_url)
    screen.wait_for_state("Отправлен")
    assert screen.page.locator("[name=deadline]").first.inner_text()
    text = screen.show_tab("Почему такая дата").inner_text()
    assert "5" in text
    assert "рабоч" in text
    assert "нерабочий день" in text


def test_the_provider_answers_in_the_portal_with_a_file(open_as, story, tmp_path):
    assert story.number, "The clerk has drafted no request."
    page = open_as("center")
    page.goto(f"/my/interagency?search={quote(story.number)}")
    page.get_by_role("link", name=story.number).click()
    page.fill("[name=incoming_number]", "77-вх")
    page.get_by_role("button", name="Зарегистрировать").click()
    page.get_by_text("77-вх").first.wait_for()
    survey = tmp_path / "акт обследования.pdf"
    survey.write_bytes(b"%PDF-1.4 survey")
    page.fill("form.o_social_answer [name=text]", "Обследование проведено.")
    page.set_input_files("[name=attachments]", survey)
    page.fill("[name=own_number]", "15-исх")
    page.get_by_role("button", name="Отправить ответ").click()
    page.get_by_text("акт обследования.pdf").wait_for()
    assert not page.locator("form.o_social_answer").count()


def test_the_clerk_accepts_and_prints_both_papers(open_as, story, rpc):
    screen = Screen(open_as("clerk"))
    screen.open(story.request_url)
    screen.press("Принять ответ")
    screen.wait_for_state("Ответ принят")
    text = paper_text(screen.print_paper("Межведомственный запрос"))
    check_request_paper(text, story)
    [answer] = rpc("clerk").call(
        "social.interagency.answer", "search", [["request_id", "=", story.request_id]]
    )
    screen.open(f"/odoo/interagency-answers/{answer}")
    text = paper_text(screen.print_paper("Ответ на межведомственный запрос"))
    for words in (story.number, "15-исх", "акт обследования.pdf", "SHA-256"):
        assert words in text, words
    assert "Обследование проведено." in text


def check_request_paper(text, story):
    for words in (*NINE_ITEMS, story.number, PROVIDER, f"{story.family} {story.name}"):
        assert words in text, words
    assert re.search(r"Ответить до \d+", text)
    assert "нерабочий день" in text


def test_an_auditor_reads_who_did_what_and_verifies(open_as, story):
    screen = Screen(open_as("auditor"))
    screen.open(story.request_url)
    text = screen.show_tab("Журнал").inner_text()
    for words in ("Созда", "Отправлен", "Получен", "Отве", "Принят"):
        assert words in text, words
    for person in ("Ветрова", "Лебедева", "Берёзкина"):
        assert person in text, person
    screen.open("/odoo/interagency-seals")
    screen.press("Проверить")
    notice = screen.page.locator(".o_notification", has_text="Ничего не изменено")
    notice.first.wait_for()


def test_a_program_without_odoo_finds_the_altered_entry(
    database_name, cursor, story, rpc
):
    assert verify(database_name)[0] == 0
    [entry] = rpc("auditor").call(
        JOURNAL,
        "search",
        [["request_id", "=", story.request_id], ["event", "=", "accepted"]],
    )
    alter(cursor, "UPDATE {table} SET user_id = user_id + 1 WHERE id = %s", entry)
    try:
        code, text = verify(database_name)
    finally:
        alter(cursor, "UPDATE {table} SET user_id = user_id - 1 WHERE id = %s", entry)
    assert code == 1
    assert f"изменена запись № {entry}" in text
    assert verify(database_name)[0] == 0


def verify(database_name):
    result = subprocess.run(
        [sys.executable, VERIFIER, "--dsn", f"dbname={database_name}"],
        capture_output=True,
        text=True,
        check=False,
    )
    return result.returncode, result.stdout + result.stderr


def alter(cursor, statement, entry):
    """Change an entry as the owner of the table can: past the trigger."""
    table = "social_interagency_journal"
    cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    cursor.execute(statement.format(table=table), [entry])
    cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    cursor.connection.commit()
