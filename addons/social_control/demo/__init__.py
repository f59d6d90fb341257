from . import social_control_demo
