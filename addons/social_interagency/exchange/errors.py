"""What may be wrong with what came from outside, or with the way to the outside."""


class ExchangeError(Exception):
    """A refusal that the receiver explains in one sentence.

    :param code: key of ``social.interagency.message.failure``
    :param detail: a place or a number, never a value out of the paper
    """

    def __init__(self, code, detail=""):
        super().__init__(code)
        self.code = code
        self.detail = str(detail)


class Malformed(ExchangeError):
    """The content cannot be read and nothing of it was executed."""


class Refused(ExchangeError):
    """The other side has it and will not take it: trying again does not help."""


# The other side itself is silent or busy; its other messages need not try now.
SILENCE = frozenset(
    {
        "certificate",
        "folder",
        "key_refused",
        "mail_server",
        "overloaded",
        "timeout",
        "unreachable",
    }
)


class Postponed(ExchangeError):
    """The message was not handed over: try again later.

    :param after: seconds that the other side asks to wait
    """

    def __init__(self, code, detail="", after=0):
        super().__init__(code, detail)
        self.after = after

    @property
    def is_silence(self):
        """Tell whether it is the other side that fails, not this one message."""
        return self.code in SILENCE
