from . import controllers, demo, exchange, models, tools, wizards
from .hooks import uninstall_hook
