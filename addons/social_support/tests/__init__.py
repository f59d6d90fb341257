from . import test_citizen
from . import test_programme
from . import test_programme_flow
from . import test_urgent
from . import test_signal
from . import test_reports
from . import test_rights
