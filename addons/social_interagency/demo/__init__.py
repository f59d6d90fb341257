from . import social_interagency_demo
