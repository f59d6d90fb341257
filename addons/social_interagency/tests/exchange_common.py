import dataclasses
import shutil
import tempfile
from pathlib import Path

from odoo import fields

from ..exchange import package, papers
from ..exchange.parcel import Parcel
from .common import InteragencyCommon


class ExchangeCommon(InteragencyCommon):
    """The provider exchanges packages in a folder; requests to it become messages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.root = Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.root)
        cls.env["ir.config_parameter"].set_param(
            "social_interagency.exchange_root", str(cls.root)
        )
        cls.messages = cls.env["social.interagency.message"]
        cls.endpoint = cls._create_folder_endpoint(cls.provider)
        cls.reason = cls.env["social.interagency.refusal.reason"].create(
            {"name": "Test reason", "code": "T-REASON"}
        )

    def setUp(self):
        super().setUp()
        for room in Path(self.endpoint.folder).iterdir():
            shutil.rmtree(room)

    @classmethod
    def _create_folder_endpoint(cls, participant):
        folder = cls.root / str(participant.id)
        folder.mkdir()
        return cls.env["social.interagency.endpoint"].create(
            {
                "name": f"Folder of {participant.name}",
                "code": f"T-{participant.id}",
                "participant_id": participant.id,
                "channel": "file",
                "folder": str(folder),
            }
        )

    @classmethod
    def _send_by_file(cls, *types, **values):
        return cls._create_sent_request(*types, channel="file", **values)

    def _run_job(self, name):
        cron = self.env.ref(f"social_interagency.ir_cron_{name}")
        with self._prepare_registry():
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def _prepare_registry(self):
        """Let a job commit without leaving the transaction of the test."""
        return self.enter_registry_test_mode()

    def _get_message(self, request, kind="request", direction="out"):
        return request.message_queue_ids.filtered(
            lambda message: (message.kind, message.direction) == (kind, direction)
        )

    def _read(self, message):
        return papers.read(message.sudo().content.encode())

    def _prepare_header(self, **values):
        number = (
            self.env["ir.sequence"]
            .sudo()
            ._next_numbers("social.interagency.answer", 1)[0]
        )
        message_id = f"00000000-0000-4000-8000-{int(number[-6:]):012d}"
        return papers.Header(
            **{
                "message_id": message_id,
                "original_message_id": message_id,
                "sent_at": fields.Datetime.now(),
                "sender": self.provider._prepare_party(),
                "recipient": self.ministry._prepare_party(),
                **values,
            }
        )

    def _prepare_answer(self, message, **values):
        """Return the provider's message with an answer to our message."""
        header_values = values.pop("header", {})
        answer = papers.Answer(
            **{
                "number": "исх-7",
                "outcome": "full",
                "text": "Test information",
                "signer": papers.Person(name="Test signer", position="Director"),
                **values,
            }
        )
        return papers.Message(
            header=self._prepare_header(
                original_message_id=message.message_uuid, **header_values
            ),
            answer=answer,
        )

    def _prepare_notice(self, message, **values):
        return papers.Message(
            header=self._prepare_header(original_message_id=message.message_uuid),
            notice=papers.Notice(**values),
        )

    def _prepare_request(self, **values):
        """Return the ministry's request to the provider as another system makes it."""
        header_values = {
            "sender": self.ministry._prepare_party(),
            "recipient": self.provider._prepare_party(),
            **values.pop("header", {}),
        }
        request = papers.Request(
            **{
                "number": "ИС-1",
                "service": papers.Named(code="T-1", name="Test service"),
                "documents": (papers.Named(code="T-SURVEY", name="Survey"),),
                "legal_basis": "442-ФЗ, ст. 28",
                "purpose": "Test purpose",
                "contact": "office@example.org",
                "executor": papers.Person(
                    name="Officer", position="Specialist", phone="+7 000 000-00-02"
                ),
                "citizen": papers.Citizen(
                    last_name="Проверкина",
                    first_name="Проба",
                    birth_date=fields.Date.to_date("1960-05-06"),
                ),
                **values,
            }
        )
        return papers.Message(
            header=self._prepare_header(**header_values), request=request
        )

    def _accept(self, message, participant=None, **parts):
        """Take a message in as the gateway does and return it as stored."""
        parcel = Parcel(content=papers.write(message), **parts)
        participant = participant or self.provider
        return self.messages._accept(participant, "file", parcel)

    def _take(self, message, participant=None, **parts):
        """Take a message in and let the job execute it."""
        stored = self._accept(message, participant, **parts)
        self._run_job("execute_messages")
        return stored

    def _drop(self, name, content):
        """Put a file into the provider's folder, as its courier does."""
        room = Path(self.endpoint.folder) / "in"
        room.mkdir(exist_ok=True)
        (room / name).write_bytes(content)

    def _pack(self, message, **parts):
        return package.pack(Parcel(content=papers.write(message), **parts))

    def _replace(self, message, **header):
        return dataclasses.replace(
            message, header=dataclasses.replace(message.header, **header)
        )
