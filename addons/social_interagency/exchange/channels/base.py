"""What every channel is."""

import uuid

from ..errors import ExchangeError


class Channel:
    """A way by which papers reach a participant.

    A queued channel is made for one endpoint and speaks with the other side by
    ``send``, ``fetch`` and ``confirm``; each of them has a time-out.

    :cvar code: key in the selection of channels
    :cvar label: what the screen calls it
    :cvar sequence: its place in the selection
    :cvar is_paper: the sender's clerk records receipt and answer from paper
    :cvar is_queued: messages wait in the queue and are sent by the job
    :cvar is_polled: the other side is asked for messages by the job
    :cvar notices: the kinds of notices that it carries
    :cvar is_form_fixed: the form of the message stands in place of the nine items of
        a paper request (210-ФЗ, art. 7.2, part 2)
    """

    code = ""
    label = ""
    sequence = 100
    is_paper = False
    is_queued = False
    is_polled = False
    is_form_fixed = False
    notices = frozenset({"registered", "accepted", "returned", "cancelled", "rejected"})

    def __init__(self, endpoint):
        """Take what is needed of an endpoint: ``url``, ``token``, ``folder``, …"""
        self.endpoint = endpoint

    def send(self, parcel):
        """Hand a parcel to the other side.

        :rtype: Receipt
        :raises Postponed: it was not reached; trying again is harmless
        :raises Refused: it will not take the parcel however often it is tried
        """
        raise NotImplementedError

    def send_many(self, parcels):
        """Yield what became of each parcel in turn: a ``Receipt`` or the error.

        When the other side falls silent the rest is not tried and not yielded.
        """
        for parcel in parcels:
            try:
                yield self.send(parcel)
            except ExchangeError as error:
                yield error
                if getattr(error, "is_silence", False):
                    return

    def fetch(self, limit):
        """Yield what waits on the other side, as ``Arrival``.

        :raises Postponed: it was not reached
        """
        yield from ()

    def confirm(self, mark):
        """Tell the other side that an arrival is stored; harmless when repeated.

        :raises Postponed: it was not reached
        """

    @classmethod
    def make_message_id(cls):
        """Return the id of a new message."""
        return str(uuid.uuid4())

    @classmethod
    def get_all(cls):
        """Return the channels of all files."""
        for channel in cls.__subclasses__():
            if channel.code:
                yield channel
            yield from channel.get_all()
