import uuid

from .base import Channel


class Smev(Channel):
    """SMEV through the adapter of the participant's information system (ИУА)."""

    code = "smev"
    label = "SMEV"
    sequence = 90
    is_queued = True
    is_polled = True
    is_form_fixed = True

    @classmethod
    def make_message_id(cls):
        """Return a UUID of version 1, the only one that SMEV takes."""
        return str(uuid.uuid1())
