"""The library speaks facts: options and commands of the command line are named by `cli` and `report` alone."""

import ast
import re
from pathlib import Path

import metaselect
from metaselect.cli import _COMMANDS
from metaselect.cli._hints import IN_OPTIONS
from metaselect.report.words.notes import KINDS_OF_NOTES

ROOT = Path(metaselect.__file__).parent
SURFACES = {"cli", "report"}
OF_A_COMMAND_LINE = re.compile(rf"(?<![\w-])--[a-z]|\bmetaselect ({'|'.join(_COMMANDS)})\b")


def library():
    """Yield the path and the syntax tree of every file below the surfaces."""
    for path in sorted(ROOT.rglob("*.py")):
        if path.relative_to(ROOT).parts[0] not in SURFACES:
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


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
    named = {
        ast.literal_eval(node.args[0])
        for _, tree in library()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Hint"
    }
    assert named == set(IN_OPTIONS)


def test_hints_speak_python_where_errors_are_printed():
    hints = [
        ast.literal_eval(node.args[1])
        for _, tree in library()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Hint"
        if isinstance(node.args[1], ast.Constant)
    ]
    assert len(hints) > 10
    assert all("=" in words or re.search(r"_[a-z]|redescribe", words) for words in hints)


def test_there_are_words_for_every_kind_of_note_and_no_more():
    trees = list(library())
    kinds = {
        ast.literal_eval(node.args[0])
        for _, tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Note.on"
    }
    assert kinds == set(KINDS_OF_NOTES)
