from . import query_log
