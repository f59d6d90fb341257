import base64

from odoo import api, models

from ..exchange.openssl import Openssl
from .signature_keys import COMPANY_INN, CURVE, GOST, OGRN, SignatureKeys

EVERY = 3
CONTENT = "Сведения по межведомственному запросу (учебный документ)\n".encode()


class SocialInteragencySignatureDemo(models.AbstractModel):
    """Some answers come with electronic signatures of an authority of invented keys.

    The keys live only while the region is loaded.
    """

    _inherit = "social.interagency.demo"

    @api.model
    def _load(self):
        keys = SignatureKeys(
            GOST if Openssl.of_machine().has_gost() else CURVE,
            root="Учебный головной удостоверяющий центр",
            authority="Учебный удостоверяющий центр",
        )
        try:
            return super(
                SocialInteragencySignatureDemo, self.with_context(demo_keys=keys)
            )._load()
        finally:
            keys.close()

    def _load_requests(self, random, regulation, applications):
        self._trust(self.env.context["demo_keys"])
        return super()._load_requests(random, regulation, applications)

    def _trust(self, keys):
        certificates = self._as(
            "administrator", self.env["social.interagency.certificate"]
        )
        certificates.create(
            {
                "certificate_file": base64.b64encode(keys.pem("root")),
                "file_name": "root.cer",
                "basis": "Учебный корневой сертификат демонстрационной базы",
            }
        )

    def _attach_files(self, acting, number):
        files_sudo = super()._attach_files(acting, number).sudo()
        if number % EVERY or not acting.addressee_id.user_ids:
            return files_sudo
        signer = self._get_signer(acting.addressee_id)
        signature = self.env.context["demo_keys"].sign(signer, CONTENT, "-noattr")
        # Every fourth signed file was changed afterwards.
        content = CONTENT if number % (4 * EVERY) else CONTENT + b"\n"
        return files_sudo.create(
            [
                {"name": "Сведения.txt", "raw": content},
                {"name": "Сведения.txt.sig", "raw": signature},
            ]
        )

    def _get_signer(self, participant):
        """Return the name of the participant's key, made when it signs first."""
        keys, name = self.env.context["demo_keys"], f"participant_{participant.id}"
        if not keys.has(name):
            subject = {
                "CN": participant.name[:64],
                "O": participant.name[:64],
                "SN": participant.head_name,
                COMPANY_INN: participant.inn,
                OGRN: participant.ogrn,
            }
            keys.issue(name, "authority", subject)
        return name
