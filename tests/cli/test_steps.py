import io
import sys

from metaselect.cli._steps import step_by_step


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_shows_which_step_is_done_and_is_left_clean(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    assert list(step_by_step(["tree", "svm"], "binary")) == ["tree", "svm"]
    shown = sys.stderr.getvalue().split("\r\x1b[K")
    assert shown == ["", "binary: tree (1 of 2)", "binary: svm (2 of 2)", ""]


def test_elsewhere_a_line_is_said_now_and_then(monkeypatch, capsys):
    assert list(step_by_step(["tree", "svm"], "binary")) == ["tree", "svm"]
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("metaselect.cli._steps._SECONDS_BETWEEN_LINES", 0)
    list(step_by_step(["tree", "svm"], "binary"))
    assert capsys.readouterr().err == "binary: tree (1 of 2)\nbinary: svm (2 of 2)\n"
