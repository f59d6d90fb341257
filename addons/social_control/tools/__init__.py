from . import indicators
from . import selections
