from . import social_support_programme_closing
from . import social_support_mark
from . import social_support_urgent_cancelling
from . import social_support_signal_survey
from . import social_support_signal_closing
