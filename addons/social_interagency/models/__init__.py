from . import social_transition_mixin
from . import social_deadline_mixin
from . import ir_sequence
from . import res_users
from . import social_interagency_participant_kind
from . import social_interagency_participant
from . import social_interagency_document_type
from . import social_interagency_service
