"""Promises of docstrings and hints: what is documented is described, what is public is documented and typed."""

import ast
import importlib
import inspect
import typing
from pathlib import Path

import pytest

import metaselect

docscrape = pytest.importorskip("numpydoc.docscrape")

ROOT = Path(metaselect.__file__).parent
PACKAGES = sorted(path.parent.name for path in ROOT.glob("*/__init__.py"))
each_package = pytest.mark.parametrize("package", PACKAGES)


def listed(found):
    return "\n".join([f"{len(found)} found", *found])


def names_of(parameter):
    """Return the names of an entry such as "a, b : int" or "*columns : str"."""
    return [name.strip(" *") for name in parameter.name.split(",")]


def documented(doc):
    return [name for parameter in doc["Parameters"] for name in names_of(parameter)]


def described(doc):
    """Yield each documented parameter and attribute, and whether it is described."""
    for parameter in [*doc["Parameters"], *doc["Other Parameters"], *doc["Attributes"]]:
        yield parameter.name, bool("".join(parameter.desc).strip())


def public(package):
    """Yield name and object of each function, class and public method of what the package exports, each once."""
    module = importlib.import_module(f"metaselect.{package}")
    found = {}
    for value in (getattr(module, name) for name in module.__all__):
        if inspect.isclass(value):
            found[value.__qualname__] = value
            for name, method in inspect.getmembers(value, lambda x: inspect.isfunction(x) or inspect.ismethod(x)):
                is_public = not any(part.startswith("_") for part in (name, method.__name__))
                if is_public and (method.__module__ or "").startswith("metaselect"):
                    found[method.__qualname__] = method
        elif inspect.isfunction(value):
            found[value.__qualname__] = value
    yield from found.items()


def parameters_of(function):
    if typing.is_typeddict(function):  # a dictionary, whose keys are documented as attributes
        return {}
    parameters = inspect.signature(function).parameters
    return {name: parameter for name, parameter in parameters.items() if name not in ("self", "cls")}


@pytest.mark.parametrize("package", [*PACKAGES, "."])  # "." is what is in no package
def test_every_documented_parameter_is_described(package):
    """Of private functions too, and attributes."""
    found = []
    for path in sorted((ROOT / package).glob("*.py" if package == "." else "**/*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and (text := ast.get_docstring(node)):
                doc = docscrape.NumpyDocString(text)
                found += [
                    f"{path.relative_to(ROOT).as_posix()}, {node.name}: {name}"
                    for name, is_described in described(doc)
                    if not is_described
                ]
    assert not found, listed(found)


@each_package
def test_what_is_public_is_documented(package):
    """Parameters of functions that have several, all of them where some are; what is returned, where it is told."""
    found = []
    for name, value in public(package):
        text = inspect.getdoc(value)
        if not text:
            found.append(f"{name}: no docstring")
            continue
        doc = docscrape.NumpyDocString(text)
        own, told = list(parameters_of(value)), documented(doc)
        is_function = "." not in name and not inspect.isclass(value)  # fields of a dataclass stand under Attributes
        if told or (is_function and len(own) > 1):
            found += [f"{name}: {parameter} is not documented" for parameter in own if parameter not in told]
            found += [f"{name}: there is no parameter {parameter}" for parameter in told if parameter not in own]
        told = [f"{result.name} {result.type}" for result in doc["Returns"] if not "".join(result.desc)]
        found += [f"{name}: what is returned is not described: {result}" for result in told if "self" not in result]
    assert not found, listed(found)


@each_package
def test_what_is_public_says_its_types(package):
    """Parameters and results of all functions and methods, so that a type checker sees what users may give."""
    found = []
    for name, value in public(package):
        if inspect.isclass(value):
            continue
        untyped = [
            p for p, parameter in parameters_of(value).items() if parameter.annotation is inspect.Parameter.empty
        ]
        found += [f"{name}: {parameter}" for parameter in untyped]
        if inspect.signature(value).return_annotation is inspect.Signature.empty:
            found.append(f"{name}: the result")
    assert not found, listed(found)
