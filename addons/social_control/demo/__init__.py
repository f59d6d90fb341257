from . import social_control_demo
from . import social_control_demo_periods
