from . import social_interagency_demo
from . import social_interagency_exchange_demo
from . import social_interagency_signature_demo
from . import social_interagency_demo_year
