import xmlrpc.client

from odoo import SUPERUSER_ID, api
from odoo.addons.rpc.controllers import RPC
from odoo.http import request, route
from odoo.modules.registry import Registry

from ..tools import outside


class OlderRpc(RPC):
    """The older ways to call a model ask for the same sound form as the present ones.

    Odoo will drop them; this file goes with them.
    """

    def _xmlrpc(self, service):
        data = request.httprequest.get_data()
        params, method = xmlrpc.client.loads(data, use_datetime=True)
        self._check_form(service, method, params)
        return super()._xmlrpc(service)

    @route()
    def jsonrpc(self, service, method, args):
        self._check_form(service, method, args)
        return super().jsonrpc(service, method, args)

    def _check_form(self, service, method, params):
        """Refuse what `ir.http` refuses; a form that is no call is left to Odoo."""
        if found := outside.find_older_call(service, method, params):
            database, call = found
            with Registry(database).cursor(readonly=True) as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                env["ir.http"]._check_spoken_call(*call)
