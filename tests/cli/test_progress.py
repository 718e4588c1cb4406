import sys
from collections import Counter

import pytest

from metaselect.cli import _progress
from metaselect.cli._progress import follow
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


def test_elsewhere_than_on_a_terminal_there_is_a_line_now_and_then(capsys, monkeypatch):
    follow(EVALUATIONS, 4, Counter())
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(_progress, "_SECONDS_BETWEEN_LINES", 0)
    follow(EVALUATIONS, 4, Counter())
    lines = capsys.readouterr().err.splitlines()
    assert lines[-1] == "4 of 4 (3 ok, 1 failed), about 0 min left"
    assert len(lines) == 4


def test_on_a_terminal_there_is_a_bar(capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    follow(EVALUATIONS, 4, Counter())
    assert "4/4" in capsys.readouterr().err
