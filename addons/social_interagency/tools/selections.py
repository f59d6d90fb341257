"""Selections that several models share; labels are translated with the fields."""

from ..exchange import channels

PARTICIPANT_KINDS = [
    ("regional_authority", "Regional executive authority"),
    ("municipality", "Local self-government body"),
    ("federal_territorial", "Territorial body of a federal authority"),
    ("extrabudgetary_fund", "State extra-budgetary fund"),
    ("provider", "Provider of social services"),
    ("other_organization", "Other organisation"),
]

CHANNELS = [(channel.code, channel.label) for channel in channels.CHANNELS.values()]

ELECTRONIC_CHANNELS = {
    channel.code
    for channel in channels.CHANNELS.values()
    if channel.is_queued or not channel.is_paper
}

# Channels by which nothing reaches the addressee's own account: the sender's
# clerk records the receipt and the answer from paper.
PAPER_CHANNELS = {
    channel.code for channel in channels.CHANNELS.values() if channel.is_paper
}

# Channels whose messages wait in a queue and leave through an electronic service.
QUEUED_CHANNELS = {
    channel.code for channel in channels.CHANNELS.values() if channel.is_queued
}

# Channels where the form of the message stands in place of the nine items.
FIXED_FORM_CHANNELS = {
    channel.code for channel in channels.CHANNELS.values() if channel.is_form_fixed
}

ANSWER_OUTCOMES = [
    ("full", "Everything provided"),
    ("partial", "Provided in part"),
    ("no_data", "No data held"),
    ("refused", "Refused"),
]

STEP_KINDS = [
    ("registration", "Registration"),
    ("requests", "Requests"),
    ("answers", "Answers"),
    ("decision", "Decision"),
    ("programme", "Programme"),
    ("done", "Completion"),
    ("other", "Other"),
]
