from . import exchange
from . import portal
