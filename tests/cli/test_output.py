import ast
import contextlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import metaselect
from metaselect.cli import main
from metaselect.cli._output import OutputError, flush_output, hand_over, say
from metaselect.exceptions import escape

ROOT = Path(metaselect.__file__).parent
NAMES = ["age\x1b[2J", "city\x1b]0;title\x07", "right\u202eleft", "Größe", "价格", "bell\x07", "a\x08b", "c1\x9b31m"]


@pytest.fixture
def table(tmp_path):
    """A table whose names would be obeyed by a terminal, or cannot be said by it."""
    path = tmp_path / "names.csv"
    rows = "".join(
        ",".join(str((i * k) % 17) for k in range(1, len(NAMES) + 1)) + f",{'ny'[i % 2]}\n" for i in range(60)
    )
    path.write_text(",".join([*NAMES, "y"]) + "\n" + rows, encoding="utf-8")
    return str(path)


class Terminal(io.TextIOWrapper):
    """Standard output in memory, with an encoding."""

    def __init__(self, encoding):
        super().__init__(io.BytesIO(), encoding=encoding, write_through=True)

    def text(self):
        return self.buffer.getvalue().decode(self.encoding)


def test_control_characters_are_shown_and_lines_kept():
    for character in [*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), *"\u202e\u2028\u2029\u2066\u200f\ud800"]:
        expected = character if character == "\n" else character.encode("unicode_escape").decode()
        assert escape(f"a{character}b") == f"a{expected}b"
    kept = "Größe 价格 🦔 👩\u200d👩\u200d👧 a\u00a0b"
    assert escape(kept) == kept


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp437", "utf-8"])
def test_every_encoding_says_every_name(encoding, table, monkeypatch):
    terminal = Terminal(encoding)
    monkeypatch.setattr(sys, "stdout", terminal)
    assert main(["describe", table, "--target", "y"]) == 0
    said = terminal.text()
    assert not [c for c in said if ord(c) < 32 and c != "\n"]
    assert "age\\x1b[2J" in said
    assert ("价格" if encoding == "utf-8" else "\\u4ef7\\u683c") in said


def test_json_says_names_as_they_are(table, capsys):
    assert main(["describe", table, "--target", "y", "--json"]) == 0
    names = [column["name"] for column in json.loads(capsys.readouterr().out)["columns"]]
    assert names == NAMES


def test_errors_are_escaped(tmp_path, table, capsys):
    assert main(["describe", table, "--target", "no\x1b[2J"]) == 2
    assert main(["describe", str(tmp_path / "\x1b]0;x\x07.csv")]) == 2
    with pytest.raises(SystemExit):
        main(["\x1b[2J"])
    assert "\x1b" not in capsys.readouterr().err


def test_a_script_that_is_kept_is_utf_8(monkeypatch):
    terminal = Terminal("latin-1")
    monkeypatch.setattr(sys, "stdout", terminal)
    hand_over("data['价格']")
    assert terminal.buffer.getvalue().decode("utf-8") == "data['价格']\n"


def test_what_cannot_be_written_is_an_error_of_ours(monkeypatch):
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr(sys, "stdout", closed)
    for write in (lambda: say("x"), lambda: hand_over("x"), flush_output):
        with pytest.raises(OutputError, match="cannot be written"):
            write()


def in_shell(command):
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    metaselect_ = f"{sys.executable} -m metaselect"
    line = command.replace("metaselect", metaselect_)
    return subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False, env=environment)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("metaselect --help > /dev/full", 1, "No space left on device; make room, or write elsewhere"),
        ("metaselect --help >&-", 1, "standard output is closed; send it to a file, or to /dev/null"),
        ("metaselect --help <&- 2>&- | head -c 1", 0, ""),
        pytest.param("metaselect learners > /dev/full", 1, "No space left on device", marks=pytest.mark.slow),
        pytest.param("metaselect learners --json <&- 2>&- | head -c 1", 0, "", marks=pytest.mark.slow),
        pytest.param("metaselect learners --json | true; exit ${PIPESTATUS[0]}", 0, "", marks=pytest.mark.slow),
    ],
    ids=str,
)
def test_output_that_is_full_or_closed_is_one_sentence(command, code, said):
    done = in_shell(command)
    assert (done.returncode, "Traceback" in done.stderr, "Exception ignored" in done.stderr) == (code, False, False)
    assert done.stderr.count("\n") == bool(said)
    assert said in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_command_whose_output_is_full_or_closed_says_one_sentence_or_none(monkeypatch, capsys):
    with contextlib.suppress(OSError), open("/dev/full", "w") as full:  # closing it fails as well
        monkeypatch.setattr(sys, "stdout", full)
        assert main(["learners"]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "No space left on device; make room, or write elsewhere" in error
    reader, writer = os.pipe()
    os.close(reader)
    with contextlib.suppress(OSError), os.fdopen(writer, "w") as pipe:
        monkeypatch.setattr(sys, "stdout", pipe)
        assert main(["learners", "--json"]) == 0
    assert capsys.readouterr().err == ""


def test_commands_print_by_these_functions_alone():
    found = [
        f"{path.name}:{node.lineno}"
        for path in sorted((ROOT / "cli").rglob("*.py"))
        if path.name not in ("_output.py", "_progress.py", "_steps.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert found == []
