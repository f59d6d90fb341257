from . import social_support_demo
from . import social_support_case_demo
