from . import exchange
from . import portal
from . import portal_endpoint
from . import rpc
