"""Guards of the layout: imports look left, the public names are exactly what is public, importing is cheap."""

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import metaselect

ROOT = Path(metaselect.__file__).parent
# In the order in which data flow; a package that is still to come has its place already.
LAYERS = [
    "data",
    "metafeatures",
    "learners",
    "evaluation",
    "experiments",
    "knowledge",
    "metalearners",
    "recommendation",
    "assessment",
    "search",
    "streams",
    "report",
    "estimators",
    "cli",
]
PACKAGES = [layer for layer in LAYERS if (ROOT / layer).is_dir()]
SHARED = {"exceptions", "folders", "seeding"}
SOURCES = sorted(ROOT.rglob("*.py"))
every_source = pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
every_package = pytest.mark.parametrize("package", PACKAGES)


def nodes(path, *kinds):
    return [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, kinds)]


def own_imports(path):
    """Yield what a file imports of metaselect, inside functions too, such as "data.tasks" or "__version__"."""
    for node in nodes(path, ast.Import, ast.ImportFrom):
        names = [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            names = [f"metaselect.{name}" for name in names] if node.module == "metaselect" else [node.module or ""]
        yield from (name.removeprefix("metaselect.") for name in names if name.startswith("metaselect."))
    for node in nodes(path, ast.Attribute):  # after `import metaselect`
        if isinstance(node.value, ast.Name) and node.value.id == "metaselect":
            yield node.attr


def test_every_folder_is_a_layer():
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert folders <= set(LAYERS)


@every_source
def test_imports_only_look_upstream(path):
    parts = path.relative_to(ROOT).parts
    if parts[0] in LAYERS:
        allowed = {*SHARED, *LAYERS[: LAYERS.index(parts[0]) + 1], "__version__"}
    else:
        allowed = set() if path.stem in SHARED else {*SHARED, *LAYERS}
    for module in own_imports(path):
        # The public names at the top are for users: `from metaselect import Dataset` hides where it looks.
        assert module.split(".")[0] in allowed, f"{'/'.join(parts)} imports {module}: downstream, or from the top"


@every_source
def test_imports_are_absolute(path):
    assert all(node.level == 0 for node in nodes(path, ast.ImportFrom))


@every_source
def test_nothing_is_unpickled_or_evaluated(path):
    calls = {ast.unparse(node.func) for node in nodes(path, ast.Call)}
    imported = {alias.name for node in nodes(path, ast.Import, ast.ImportFrom) for alias in node.names}
    modules = {node.module for node in nodes(path, ast.ImportFrom)}
    assert not calls & {"eval", "exec", "compile", "joblib.load", "pd.read_pickle", "pickle.load", "pickle.loads"}
    assert not {"pickle", "dill", "cloudpickle", "marshal", "shelve"} & (imported | modules)
    assert not {"load"} & imported


def test_public_names_are_exactly_these():
    assert metaselect.__all__ == sorted(metaselect.__all__)
    assert (
        set(metaselect.__all__)
        == set(metaselect._EXPORTS)
        == {
            "Configuration",
            "Dataset",
            "KnowledgeBase",
            "MetaSelectClassifier",
            "MetaSelectRegressor",
            "Recommendation",
            "Recommender",
            "evaluate",
            "extract_metafeatures",
            "load_knowledge_base",
            "read_dataset",
            "recommend",
        }
    )


@pytest.mark.parametrize("name", metaselect.__all__)
def test_every_public_name_resolves_and_is_documented(name):
    value = getattr(metaselect, name)
    assert value.__module__.startswith(metaselect._EXPORTS[name])
    assert value.__doc__
    assert name in dir(metaselect)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="module 'metaselect' has no attribute 'reccomend'"):
        metaselect.reccomend  # noqa: B018


@every_package
def test_every_name_a_package_exports_resolves(package):
    module = importlib.import_module(f"metaselect.{package}")
    assert module.__doc__
    assert all(hasattr(module, name) for name in module.__all__)


def imported_by(statement):
    """Return the top-level modules that a fresh interpreter has after `statement`."""
    code = f"{statement}; import sys; print(*{{name.split('.')[0] for name in sys.modules}})"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT.parent)
    return set(run.stdout.split())


def test_importing_metaselect_costs_next_to_nothing():
    assert not imported_by("import metaselect") & {"torch", "xgboost", "matplotlib", "sklearn", "pandas", "numpy"}


def test_heavy_libraries_wait_until_they_are_needed():
    heavy = {"torch", "xgboost", "matplotlib"}
    assert not imported_by("from metaselect import *; from metaselect.learners import LEARNERS") & heavy
