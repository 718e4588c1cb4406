import random
import secrets

import pytest

from metaselect.report import render_table, wrap_line

WIDTHS = (40, 60, 80, 100, 120)


def longest(text):
    return max(map(len, text.splitlines()))


def words(rng, n):
    return " ".join("x" * rng.randint(1, 9) for _ in range(n))


def test_lines_fit_the_terminal(monkeypatch):
    for width in WIDTHS:
        monkeypatch.setenv("COLUMNS", str(width))
        assert longest(wrap_line("word " * 99)) <= width
        assert longest(wrap_line("word " * 99)) > width - 6


def test_a_wider_terminal_and_a_pipe_have_lines_of_120(monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")
    assert 114 < longest(wrap_line("word " * 99)) <= 120
    monkeypatch.delenv("COLUMNS")
    monkeypatch.setattr("sys.__stdout__", None)
    assert 114 < longest(wrap_line("word " * 99)) <= 120


def test_text_goes_on_below_itself_or_stands_below_the_row(monkeypatch):
    header, rows = ["", "learner", "fit", "differs in"], [["1", "ridge", "2 s", "alpha=3 " * 9], ["2", "tree", "", ""]]
    monkeypatch.setenv("COLUMNS", "50")
    assert render_table(header, rows, numeric=[0, 2]).splitlines() == [
        "   learner  fit  differs in",
        "1  ridge    2 s  alpha=3 alpha=3 alpha=3 alpha=3",
        "                 alpha=3 alpha=3 alpha=3 alpha=3",
        "                 alpha=3",
        "2  tree",
    ]
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr("metaselect.report.text.layout._NARROWEST_TEXT", 30)
    assert render_table(header, rows, numeric=[0, 2]).splitlines()[:4] == [
        "   learner  fit",
        "     differs in",
        "1  ridge    2 s",
        "     alpha=3 alpha=3 alpha=3 alpha=3",
    ]


def test_columns_of_any_script_are_aligned_and_control_characters_shown():
    rows = [["价格", "1"], ["price", "22"], ["a\u0301b", "333"], ["\x1b[2J", "4"]]
    shown = render_table(["name", "n"], rows, numeric=[1]).splitlines()
    assert shown == ["name       n", "价格       1", "price     22", "a\u0301b       333", "\\x1b[2J    4"]
    assert wrap_line("a\x1b]0;title\x07b") == "a\\x1b]0;title\\x07b"


def test_many_numbers_become_tables_below_each_other(monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    header = ["name", *(f"measure {i}" for i in range(6))]
    shown = render_table(header, [["iris", *(f"{i}.25" for i in range(6))]], numeric=range(1, 7))
    assert longest(shown) <= 40
    assert [block.split()[0] for block in shown.split("\n\n")] == ["name"] * len(shown.split("\n\n"))
    assert shown.split() == render_wide(header, 6, monkeypatch)


def render_wide(header, n, monkeypatch):
    """Return the words that tables of three columns each have."""
    expected = []
    for start in range(0, n, 3):
        expected += ["name", *" ".join(header[1 + start : 4 + start]).split(), "iris"]
        expected += [f"{i}.25" for i in range(start, min(start + 3, n))]
    return expected


def check_tables(seed, n_tables):
    rng = random.Random(seed)
    for _ in range(n_tables):
        n_columns = rng.randint(1, 8)
        numeric = [i for i in range(1, n_columns) if rng.random() < 0.5]
        rows = [
            [
                "9" * rng.randint(1, 9) if i in numeric else words(rng, rng.choice((0, 1, 2, 9)))
                for i in range(n_columns)
            ]
            for _ in range(rng.randint(0, 4))
        ]
        header = [words(rng, 1) for _ in range(n_columns)]
        shown = render_table(header, rows, numeric)
        for cell in [cell for row in [header, *rows] for cell in row]:
            assert all(word in shown for word in cell.split()), seed
        beside = [max(len(row[i]) for row in [header, *rows]) for i in range(n_columns)]
        if max(beside[:-1], default=0) + max(beside[1:], default=0) < 36:
            assert longest(shown) <= 40, seed


def test_every_cell_of_a_table_is_shown_in_narrow_terminals(monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    check_tables(0, 300)


@pytest.mark.slow
def test_every_cell_of_any_table_is_shown_in_narrow_terminals(monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    check_tables(secrets.randbits(32), 20_000)
