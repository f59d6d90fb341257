from . import social_control_demo
from . import social_control_demo_year
from . import social_control_demo_periods
