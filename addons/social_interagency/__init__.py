from . import controllers, demo, models, tools, wizards
from .hooks import uninstall_hook
