"""What several models share: selections, whose labels are translated, and digits."""

ROUBLES = (16, 2)

HELP_KINDS = [
    ("medical", "Medical"),
    ("psychological", "Psychological"),
    ("pedagogical", "Pedagogical"),
    ("legal", "Legal"),
    ("social", "Social"),
]

CASE_OUTCOMES = [
    ("improved", "Improved"),
    ("stable", "Stable"),
    ("worse", "Worse"),
    ("transferred", "Handed over to another body"),
]

KINSHIPS = [
    ("spouse", "Spouse"),
    ("child", "Child"),
    ("parent", "Parent"),
    ("sibling", "Brother or sister"),
    ("grandparent", "Grandparent"),
    ("grandchild", "Grandchild"),
    ("guardian", "Guardian or trustee"),
    ("ward", "Ward"),
    ("other", "Other relative"),
]
