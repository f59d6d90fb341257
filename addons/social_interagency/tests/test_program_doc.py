from odoo.tests import HttpCase, tagged

from .common import InteragencyCommon

METHODS = {
    "social.interagency.request": (
        "create_and_send",
        "action_send",
        "action_receive",
        "action_answer",
        "action_accept",
        "action_return",
        "action_redirect",
        "action_extend",
    ),
    "social.interagency.message": ("action_resend", "action_execute_again"),
    "social.interagency.endpoint": ("action_set_token",),
}


@tagged("post_install", "-at_install")
class TestProgramDoc(InteragencyCommon, HttpCase):
    def test_the_methods_for_programs_are_described_with_their_parameters(self):
        self.head.group_ids |= self.env.ref("api_doc.group_allow_doc")
        self.authenticate(self.head.login, self.head.login)
        for model, methods in METHODS.items():
            described = self.url_open(f"/doc/{model}.json").json()
            for name in methods:
                with self.subTest(f"{model}.{name}"):
                    method = described["methods"][name]
                    self.assertTrue(method["doc"])
                    for parameter in method["parameters"].values():
                        self.assertTrue(parameter.get("doc"), parameter)
