from metaselect.data import Note
from metaselect.report import in_words


def test_a_long_value_is_cut():
    assert in_words(Note.on("always one value", value="x" * 100)) == f"always '{'x' * 40}'"


def test_what_a_part_shows_is_said_to_be_of_a_part():
    shown = Note.on("distinct texts", n_distinct=3)
    assert in_words(Note.on("part looked at", why=shown, n_rows=20_000)) == "3 distinct texts in 20000 rows looked at"
