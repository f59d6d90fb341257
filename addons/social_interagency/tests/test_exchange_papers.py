import io
import zipfile
from datetime import date, datetime
from pathlib import Path

from lxml import etree

from odoo.tests import BaseCase, tagged

from ..exchange import package, papers, xml
from ..exchange.errors import Malformed
from ..exchange.parcel import Parcel

XS = "{http://www.w3.org/2001/XMLSchema}"
ID = "00000000-0000-4000-8000-000000000001"
PARTY = papers.Party(name="Министерство «А» & Б", inn="9901000010", kpp="990101001")
HEADER = papers.Header(
    message_id=ID,
    original_message_id=ID,
    sent_at=datetime(2026, 3, 11, 7, 0, 0, 123456),
    expires_at=datetime(2026, 3, 14, 7),
    test=True,
    sender=PARTY,
    recipient=PARTY,
)
REQUEST = papers.Request(
    number="МВ-1",
    service=papers.Named(code="1", name="Услуга"),
    documents=(papers.Named(code="А", name="Вид"), papers.Named(code="Б")),
    legal_basis="442-ФЗ,\nст. 28",
    purpose="Цель",
    content="пробелы  и\tтабуляция <не тег> ]]>\r\nвторая строка",
    contact="office@example.org",
    answer_by=datetime(2026, 3, 18, 20, 59, 59),
    executor=papers.Person(name="Исполнитель", position="Специалист"),
    citizen=papers.Citizen(
        last_name="Проверкин",
        first_name="Тест",
        birth_date=date(1950, 2, 3),
        snils="112-233-445 95",
        identity_kind="passport",
        identity_number="0000 000000",
        address="Примерная улица, 1",
    ),
    consent=papers.Consent(number="7", signed_on=date(2026, 3, 1)),
    files=(
        papers.File.of("пустой.txt", b""),
        papers.File.of("внутри.pdf", bytes(range(256))),
        papers.File.of("рядом.pdf", b"beside", is_inline=False),
    ),
    is_third_person=True,
)
ANSWER = papers.Answer(
    number="исх-7",
    outcome="partial",
    reason=papers.Named(code="no", name="Нет"),
    provided=(papers.Named(code="А"),),
    text="Сведения",
    signer=papers.Person(name="Подписант"),
)
NOTICE = papers.Notice(kind="accepted", is_complete=False, ground="почему")


def write_as(old, new):
    """Return a valid message with one piece of its XML replaced."""
    content = papers.write(papers.Message(header=HEADER, request=REQUEST))
    assert old in content
    return content.replace(old, new, 1)


@tagged("post_install", "-at_install")
class TestExchangePapers(BaseCase):
    def test_what_is_written_is_read_without_loss(self):
        for paper in (REQUEST, ANSWER, NOTICE):
            kind = type(paper).__name__.lower()
            message = papers.Message(header=HEADER, **{kind: paper})
            with self.subTest(kind):
                self.assertEqual(papers.read(papers.write(message)), message)
                self.assertEqual(message.kind, kind)

    def test_each_element_and_attribute_of_the_schema_is_documented(self):
        schema = etree.parse(xml._SCHEMAS / "social-exchange-1.0.xsd")
        nodes = [*schema.iter(f"{XS}element", f"{XS}attribute")]
        self.assertGreater(len(nodes), 50)
        for node in nodes:
            words = node.findtext(f"{XS}annotation/{XS}documentation") or ""
            self.assertGreater(len(words), 3, node.get("name"))

    def test_a_citizen_is_blotted_out_for_those_who_must_not_see_him(self):
        content = papers.write(papers.Message(header=HEADER, request=REQUEST))
        hidden = papers.hide_citizen(content).decode()
        for word in ("Проверкин", "1950", "112-233", "Примерная", "внутри.pdf"):
            self.assertIn(word, content.decode())
            self.assertNotIn(word, hidden)
        self.assertIn("МВ-1", hidden)

    def test_control_characters_do_not_stop_a_paper(self):
        notice = papers.Notice(kind="cancelled", ground="a\x00b\x0bc\ud800d")
        message = papers.Message(header=HEADER, notice=notice)
        self.assertEqual(papers.read(papers.write(message)).paper.ground, "abcd")

    def test_hostile_and_broken_xml_is_refused_with_its_reason(self):
        bomb = (
            b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">'
            b'<!ENTITY c "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><b>&c;</b>'
        )
        outside = b'<!DOCTYPE b [<!ENTITY f SYSTEM "file:///etc/passwd">]><b>&f;</b>'
        cases = {
            "entities": [bomb, outside, b'<!DOCTYPE b SYSTEM "http://x.example"><b/>'],
            "not_xml": [b"", b"<a>", b"text", b"<a>" * 300 + b"</a>" * 300],
            "encoding": [
                '<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16"),
                '<?xml version="1.0" encoding="windows-1251"?><a>я</a>'.encode(
                    "cp1251"
                ),
                "<a>я</a>".encode("cp1251"),
                b"<a>\x00</a>",
            ],
            "too_large": [b" " * (xml.MAX_BYTES + 1)],
            "unknown_root": [b"<a/>", b'<Message xmlns="urn:other"/>'],
            "schema": [
                write_as(b"<Kpp>990101001</Kpp>", b"<Kpp>1</Kpp>"),
                write_as(b"<Number>", b"<Extra/><Number>"),
                write_as(ID.encode(), ID.upper().encode() + b"A"),
                write_as("внутри.pdf".encode(), b"../../etc/passwd"),
                write_as(
                    b'version="1.0"',
                    b'version="2.0"',
                ),
            ],
            "value": [write_as(b"1950-02-03", b"-1950-02-03")],
            "file_changed": [
                write_as(b'size="256"', b'size="255"'),
                write_as(b"AAECAwQF", b"AQECAwQF"),
            ],
        }
        for code, contents in cases.items():
            for content in contents:
                with self.subTest(code, start=content[:60]):
                    with self.assertRaises(Malformed) as refusal:
                        papers.read(content)
                    self.assertEqual(refusal.exception.code, code)

    def test_a_refusal_by_the_schema_quotes_no_value(self):
        with self.assertRaises(Malformed) as refusal:
            papers.read(write_as(b"112-233-445 95", b"11223344595"))
        self.assertRegex(refusal.exception.detail, r"^Snils:\d+$")

    def test_a_schema_of_a_document_type_reaches_for_no_other_file(self):
        good = (
            b'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">'
            b'<xs:element name="a" type="xs:int"/></xs:schema>'
        )
        schema = xml.make_schema(good)
        xml.validate(xml.parse(b"<a>1</a>"), schema)
        with self.assertRaises(Malformed):
            xml.validate(xml.parse(b"<a>x</a>"), schema)
        foreign = good.replace(
            b"<xs:element", b'<xs:include schemaLocation="http://x"/><xs:element', 1
        )
        for content, code in ((foreign, "schema_parts"), (b"<a/>", "not_schema")):
            with self.assertRaises(Malformed) as refusal:
                xml.make_schema(content)
            self.assertEqual(refusal.exception.code, code)


@tagged("post_install", "-at_install")
class TestExchangePackage(BaseCase):
    content = b"<a/>"
    parcel = Parcel(content=content, signature=b"sig", files={"0" * 64: b"file"})

    def test_what_is_packed_is_unpacked_without_loss(self):
        unpacked = package.unpack(package.pack(self.parcel))
        self.assertEqual(unpacked, self.parcel)
        self.assertEqual(package.pack(unpacked), package.pack(self.parcel))

    def _zip(self, **entries):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, body in entries.items():
                archive.writestr(name, body)
        return content.getvalue()

    def test_bombs_and_tricks_with_paths_are_refused(self):
        message = {"message.xml": b"<a/>"}
        many = {f"files/{number:064x}": b"" for number in range(102)}
        encrypted = bytearray(self._zip(**message))
        for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            encrypted[encrypted.index(mark) + offset] |= 1
        cases = {
            "bad_package": [
                b"",
                b"PK\x03\x04",
                self._zip(**message, **{"../message.xml": b""}),
                self._zip(**message, **{"/etc/cron.d/x": b""}),
                self._zip(**message, **{"files/../../x": b""}),
                self._zip(**message, **{"files\\x": b""}),
                self._zip(**message)[:-30],
            ],
            "no_message": [self._zip()],
            "too_many_entries": [self._zip(**message, **many)],
            "encrypted_package": [bytes(encrypted)],
        }
        for code, contents in cases.items():
            for content in contents:
                with self.subTest(code), self.assertRaises(Malformed) as refusal:
                    package.unpack(content)
                self.assertEqual(refusal.exception.code, code)

    def test_a_bomb_is_stopped_by_what_it_unpacks_to_not_by_what_it_says(self):
        bomb = bytearray(self._zip(**{"message.xml": b"0" * 50_000_000}))
        size = (50_000_000).to_bytes(4, "little")
        self.assertLess(len(bomb), 100_000)
        while (place := bomb.find(size)) >= 0:
            bomb[place : place + 4] = (10).to_bytes(4, "little")
        with self.assertRaises(Malformed):
            package.unpack(bytes(bomb), max_bytes=1_000_000)
        with self.assertRaises(Malformed) as refusal:
            package.unpack(
                self._zip(**{"message.xml": b"0" * 2_000_000}), max_bytes=1_000_000
            )
        self.assertEqual(refusal.exception.code, "too_large")

    def test_one_name_stands_once_in_a_package(self):
        content = io.BytesIO()
        with self.assertWarns(UserWarning), zipfile.ZipFile(content, "w") as archive:
            archive.writestr("message.xml", b"<a/>")
            archive.writestr("message.xml", b"<b/>")
        with self.assertRaises(Malformed):
            package.unpack(content.getvalue())

    def test_nothing_is_written_to_the_disk(self):
        before = set(Path.cwd().iterdir())
        package.unpack(package.pack(self.parcel))
        self.assertEqual(set(Path.cwd().iterdir()), before)
