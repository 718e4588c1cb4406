import logging
import sys
from collections import Counter

import pytest

from metaselect.cli._progress import ChangingLine, follow
from metaselect.evaluation import Evaluation

EVALUATIONS = [Evaluation("d", f"c{i}", "failed" if i == 2 else "ok") for i in range(4)]


def test_statuses_are_counted_also_when_interrupted():
    def interrupted():
        yield from EVALUATIONS[:3]
        raise KeyboardInterrupt

    statuses = Counter()
    with pytest.raises(KeyboardInterrupt):
        follow(interrupted(), 4, statuses)
    assert statuses == Counter(ok=2, failed=1)


def test_elsewhere_than_on_a_terminal_there_is_a_line_now_and_then(capsys):
    follow(EVALUATIONS, 4, Counter())
    assert capsys.readouterr().err == ""
    follow(EVALUATIONS, 4, Counter(), seconds_between=0)
    lines = capsys.readouterr().err.splitlines()
    assert lines[-1] == "4 of 4 (3 ok, 1 failed)"
    assert len(lines) == 4


def test_on_a_terminal_one_line_changes_and_fits_its_width(capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    follow(EVALUATIONS, 8, Counter(), seconds_between=0)
    written = capsys.readouterr().err
    assert written.endswith("\n")
    lines = written.removesuffix("\n").split("\r")[1:]
    assert {len(line) for line in lines} == {79}
    assert lines[0].startswith("[###                           ] 1 of 8 (1 ok), less than 1 min")
    assert lines[-1].startswith("[###############               ] 4 of 8 (3 ok, 1 failed), less than 1 min left")


def test_nothing_to_do_divides_by_nothing(capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    follow([], 0, Counter())
    assert "0 of 0 (nothing to do)" in capsys.readouterr().err


def test_what_is_running_is_said_before_it_ends(capsys):
    def working():
        for evaluation in EVALUATIONS:
            begun = (evaluation.dataset, evaluation.configuration)
            logging.getLogger("metaselect.experiments.isolation").info("begins", extra={"begun": begun})
            yield evaluation

    follow(working(), 4, Counter(), seconds_between=0)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "0 of 4 (nothing yet); running c0 on d"
    assert lines[-1] == "4 of 4 (3 ok, 1 failed)"
    assert "begins" not in lines


def test_the_rest_is_estimated_once_that_means_something(capsys):
    evaluations = [Evaluation("d", f"c{i}", "ok") for i in range(25)]
    follow(evaluations, 1000, Counter(), seconds_between=0)
    lines = capsys.readouterr().err.splitlines()
    assert ["left" in line for line in lines] == [False] * 19 + [True] * 6


def test_a_changing_line_is_taken_away_in_the_end(capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "40")
    line = ChangingLine()
    line.show("3 tried " * 10)
    line.show("4 tried")
    line.end()
    shown = capsys.readouterr().err.split("\r")[1:]
    assert [len(part) for part in shown] == [39, 39, 39, 0]
    assert shown[1].rstrip() == "4 tried"
    assert shown[2].isspace()


def test_a_changing_line_elsewhere_is_a_line_now_and_then(capsys, monkeypatch):
    line = ChangingLine()
    line.show("1 tried")
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("metaselect.cli._progress._SECONDS_BETWEEN_LINES", 0)
    line.show("2 tried")
    line.end()
    assert capsys.readouterr().err == "2 tried\n"
