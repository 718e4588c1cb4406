"""Functions of metaselect as they stand in a script: with the functions, constants and modules that they use."""

from __future__ import annotations

import ast
import inspect
import re
import sys
import textwrap
from collections.abc import Callable, Iterable
from types import FunctionType, ModuleType

from metaselect.report.script.estimators import as_python, public_module

__all__ = ["definitions"]

# What every script imports.
_IMPORTED = {"numpy": "np", "pandas": "pd"}


def definitions(functions: Iterable[Callable]) -> tuple[list[str], str]:
    """Return which modules are to be imported, as statements, and the text that defines the functions, each once.

    Parameters
    ----------
    functions : iterable of function or class
        Of modules of metaselect; they may use other functions there, modules, and constants that are plain values or
        regular expressions.

    Examples
    --------
    >>> from metaselect.report.text.numbers import render_megabytes, rough_seconds
    >>> imports, text = definitions([render_megabytes, rough_seconds])
    >>> imports
    ['import math']
    >>> text.split()[:2], text.count("def ")
    (['def', 'render_megabytes(value:'], 2)
    """
    found = _Found()
    for function in functions:
        found.add(function.__name__, function)
    blocks = [*(f"\n{text}" for text in found.constants.values()), *(f"\n\n{text}" for text in found.sources.values())]
    return sorted(found.imports), "".join(f"{block}\n" for block in blocks)


class _Found:
    """What was found to be needed so far, in an order in which it can be defined."""

    def __init__(self) -> None:
        self.imports: set[str] = set()
        self.constants: dict[str, str] = {}
        self.sources: dict[str, str] = {}
        self._seen: dict[str, object] = {}

    def add(self, name: str, value: object) -> None:
        """Add a function, a module or a constant, after what it uses."""
        if name in self._seen:
            if self._seen[name] is not value:
                raise ValueError(f"two things called {name} cannot stand in one script")
            return
        self._seen[name] = value
        if isinstance(value, ModuleType):
            self._import(name, value)
        elif isinstance(value, FunctionType | type) and not _is_own(value):
            self.imports.add(f"from {public_module(value)} import {name}")
        elif isinstance(value, type):
            self._add_class(name, value)
        elif isinstance(value, FunctionType):
            source = _without_examples(textwrap.dedent(inspect.getsource(value)))
            for used in _names_in(source):
                if used in value.__globals__:
                    self.add(used, value.__globals__[used])
            for used in _annotations_in(source):
                # Whoever keeps the script checks it with a linter, which looks annotations up.
                if getattr(value.__globals__.get(used), "__module__", None) == "collections.abc":
                    self.imports.add(f"from collections.abc import {used}")
            self.sources[name] = source.rstrip("\n")
        elif isinstance(value, re.Pattern):
            self.imports.add("import re")
            flags = value.flags & ~re.UNICODE
            self.constants[name] = f"{name} = re.compile({value.pattern!r}{f', {int(flags)}' if flags else ''})"
        else:
            self.constants[name] = f"{name} = {self._constant(value, len(name) + 3)}"

    def _constant(self, value: object, before: int) -> str:
        if isinstance(value, type):
            return self._type(value)
        if isinstance(value, tuple | list) and any(isinstance(item, type) for item in value):
            return f"({', '.join(self._constant(item, 0) for item in value)},)"
        if isinstance(value, frozenset | set):
            return f"{{{', '.join(map(repr, sorted(value)))}}}"
        return as_python(value, {}, before=before)

    def _type(self, value: type) -> str:
        if value.__module__ == "builtins":
            return value.__name__
        if value.__module__ in _IMPORTED:
            return f"{_IMPORTED[value.__module__]}.{value.__name__}"
        self.imports.add(f"import {value.__module__}")
        return f"{value.__module__}.{value.__name__}"

    def _add_class(self, name: str, value: type) -> None:
        source = _without_examples(textwrap.dedent(inspect.getsource(value)))
        module = vars(sys.modules[value.__module__])
        for used in _names_in(source):
            if used in module:
                self.add(used, module[used])
        self.sources[name] = source.rstrip("\n")

    def _import(self, name: str, module: ModuleType) -> None:
        if _IMPORTED.get(module.__name__) != name:
            self.imports.add(f"import {module.__name__}{f' as {name}' if name != module.__name__ else ''}")


def _is_own(value: FunctionType | type) -> bool:
    return value.__module__.partition(".")[0] == "metaselect"


def _without_examples(source: str) -> str:
    """Return a function or a class whose docstring is its first paragraph."""
    function = ast.parse(source).body[0]
    if not isinstance(function, ast.FunctionDef | ast.ClassDef) or ast.get_docstring(function) is None:
        return source
    node = function.body[0]
    lines = source.splitlines()
    docstring = lines[node.lineno - 1 : node.end_lineno]
    n_lines = next((i for i, line in enumerate(docstring) if not line.strip()), len(docstring))
    if n_lines == len(docstring):
        return source
    shortened = [*docstring[: n_lines - 1], f'{docstring[n_lines - 1]}"""']
    return "\n".join([*lines[: node.lineno - 1], *shortened, *lines[node.end_lineno :]])


def _names_in(source: str) -> list[str]:
    """Return the names that a function looks up when it runs, in their order; annotations are never looked up."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.returns = None
        elif isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant(None)
    return list(dict.fromkeys(node.id for node in ast.walk(tree) if isinstance(node, ast.Name)))


def _annotations_in(source: str) -> list[str]:
    """Return the names in the annotations of a function."""
    of_it = _names_in(source)
    return [node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name) and node.id not in of_it]
