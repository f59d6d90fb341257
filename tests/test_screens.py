"""No screen asks the database too much, whatever the number of rows it shows."""

import pytest

from scripts.bench import measure_screens

MOST = 60
# Rows of a list may name a few more kinds of papers than two rows do.
MORE = 12


@pytest.fixture(scope="module")
def screens(copies, tmp_path_factory):
    """Return what every screen of the addons costs on the demonstration region."""
    file = tmp_path_factory.mktemp("screens") / "screens.json"
    return measure_screens(copies("screens"), file, 1)


def test_no_screen_asks_the_database_more_than_sixty_times(screens, tell):
    tell(f"Screens opened: {len(screens)}")
    assert len(screens) > 100
    greedy = {row["name"]: row["queries"] for row in screens if row["queries"] > MOST}
    assert not greedy


def test_no_list_asks_the_database_for_each_of_its_rows(screens):
    lists = [row for row in screens if row["few"] is not None]
    assert len(lists) > 40
    growing = {
        row["name"]: (row["few"], row["queries"])
        for row in lists
        if row["queries"] > row["few"] + MORE
    }
    assert not growing
