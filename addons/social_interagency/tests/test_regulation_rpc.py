from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .regulation_common import RegulationCommon


@tagged("post_install", "-at_install")
class TestRegulationRpc(RegulationCommon, HttpCase):
    def _call(self, record, method, *args, **kwargs):
        return self.make_jsonrpc_request(
            "/web/dataset/call_kw",
            {
                "model": record._name,
                "method": method,
                "args": [record.ids, *args],
                "kwargs": kwargs,
            },
        )

    def _assert_refused(self, record, method, *args, **kwargs):
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
            self._call(record, method, *args, **kwargs)

    def test_administrator_forces_nothing_over_rpc(self):
        self.regulation.action_submit()
        approval = self.regulation.approval_ids[0]
        self.authenticate(self.administrator.login, self.administrator.login)
        keys = {"context": {"social_key": True, "social_procedure": True}}
        for record, values in (
            (self.regulation, {"state": "in_force"}),
            (self.regulation, {"name": "Other"}),
            (self.regulation.section_ids[0], {"text": "Other"}),
            (self.regulation.term_rule_ids[0], {"value": 99}),
            (approval, {"state": "signed"}),
        ):
            with self.subTest(model=record._name, values=values):
                self._assert_refused(record, "write", values)
                self._assert_refused(record, "write", values, **keys)
        self._assert_refused(self.regulation, "_transition", "in_force")
        self._assert_refused(self.regulation, "action_sign")
        self._assert_refused(self.regulation, "unlink")
        self.assertEqual(self.regulation.state, "approval")

    def test_signer_signs_over_rpc(self):
        self.regulation.action_submit()
        self.authenticate(self.head.login, self.head.login)
        self._call(self.regulation, "action_sign", comment="Read")
        self._assert_refused(self.regulation, "action_sign")
        self.assertEqual(
            self.regulation.approval_ids.mapped("state"), ["signed", "waiting"]
        )
