from . import controllers, demo, models, reports, tools, wizards
