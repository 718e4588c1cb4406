"""The library speaks facts: options and commands of the command line are named by `cli` and `report` alone."""

import ast
import re
from functools import cache
from pathlib import Path

import metaselect
from metaselect.cli import _COMMANDS
from metaselect.cli._hints import IN_OPTIONS
from metaselect.report.words.notes import KINDS_OF_NOTES

ROOT = Path(metaselect.__file__).parent
SURFACES = {"cli", "report"}
COMMAND_OF_ITS_OWN = Path("pretraining", "__main__.py")
OF_A_COMMAND_LINE = re.compile(rf"(?<![\w-])--[a-z]|\bmetaselect ({'|'.join(_COMMANDS)})\b")


@cache
def library():
    """Return the path and the syntax tree of every file below the surfaces."""
    paths = [path.relative_to(ROOT) for path in sorted(ROOT.rglob("*.py"))]
    below = [path for path in paths if path.parts[0] not in SURFACES and path != COMMAND_OF_ITS_OWN]
    return [(str(path), ast.parse((ROOT / path).read_text(encoding="utf-8"))) for path in below]


@cache
def calls():
    """Return all calls in the files below the surfaces, and what is called, as it is written."""
    found = [node for _, tree in library() for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [(ast.unparse(call.func), call) for call in found if isinstance(call.func, ast.Name | ast.Attribute)]


def literals(tree):
    """Yield the texts of a syntax tree that are no docstrings, joined where parts of one f-string are apart."""
    documented = [ast.Module, ast.ClassDef, ast.FunctionDef]
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, tuple(documented)) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def test_no_text_of_the_library_names_an_option_or_a_command():
    found = [f"{path}: {text}" for path, tree in library() for text in literals(tree) if OF_A_COMMAND_LINE.search(text)]
    assert found == []


def test_options_and_commands_are_recognized():
    texts = ["say --target COLUMN", "(--drop x)", "make one with: metaselect learn STORE"]
    assert all(OF_A_COMMAND_LINE.search(text) for text in texts)
    assert not any(OF_A_COMMAND_LINE.search(text) for text in ["a -- b", "this metaselect reads 3", "--", "a--b"])


def test_the_command_line_has_words_for_every_hint_and_no_more():
    named = {ast.literal_eval(call.args[0]) for name, call in calls() if name == "Hint"}
    assert named == set(IN_OPTIONS)


def test_hints_speak_python_where_errors_are_printed():
    words = [call.args[1] for name, call in calls() if name == "Hint"]
    hints = [ast.literal_eval(node) for node in words if isinstance(node, ast.Constant)]
    assert len(hints) > 10
    assert all("=" in words or re.search(r"_[a-z]|redescribe", words) for words in hints)


def test_there_are_words_for_every_kind_of_note_and_no_more():
    kinds = {ast.literal_eval(call.args[0]) for name, call in calls() if name == "Note.on"}
    assert kinds == set(KINDS_OF_NOTES)
