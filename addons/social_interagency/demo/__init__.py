from . import social_interagency_demo
from . import social_interagency_demo_endpoints
from . import social_interagency_demo_exchange
from . import social_interagency_signature_demo
from . import social_interagency_demo_year
