from . import social_support_demo
