"""Selections that several models share; labels are translated with the fields."""

PARTICIPANT_KINDS = [
    ("regional_authority", "Regional executive authority"),
    ("municipality", "Local self-government body"),
    ("federal_territorial", "Territorial body of a federal authority"),
    ("extrabudgetary_fund", "State extra-budgetary fund"),
    ("provider", "Provider of social services"),
    ("other_organization", "Other organisation"),
]

CHANNELS = [
    ("portal", "Portal"),
    ("paper_hand", "Paper, by hand"),
    ("post", "Post"),
    ("courier", "Courier"),
    ("email", "E-mail"),
    ("fax", "Fax followed by post"),
    ("file", "File package"),
    ("http", "Electronic exchange"),
    ("smev", "SMEV"),
]

ELECTRONIC_CHANNELS = {"portal", "email", "file", "http", "smev"}

# Channels by which nothing reaches the addressee's own account: the sender's
# clerk records the receipt and the answer from paper.
PAPER_CHANNELS = {"paper_hand", "post", "courier", "email", "fax"}

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
