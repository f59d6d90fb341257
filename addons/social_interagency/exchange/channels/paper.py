from .base import Channel


class Hand(Channel):
    """A paper handed over against a signature."""

    code = "paper_hand"
    label = "Paper, by hand"
    sequence = 20
    is_paper = True


class Post(Channel):
    """A registered letter with a notice of delivery."""

    code = "post"
    label = "Post"
    sequence = 30
    is_paper = True


class Courier(Channel):
    """A courier with a register of papers."""

    code = "courier"
    label = "Courier"
    sequence = 40
    is_paper = True


class Fax(Channel):
    """A fax, the original follows by post."""

    code = "fax"
    label = "Fax followed by post"
    sequence = 60
    is_paper = True
