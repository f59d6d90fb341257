from .base import Channel


class Portal(Channel):
    """The addressee's own account in this system: nothing has to travel."""

    code = "portal"
    label = "Portal"
    sequence = 10
