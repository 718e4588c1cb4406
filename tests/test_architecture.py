"""Guards of the layout: imports look left and through front doors, names are public once, importing is cheap."""

import ast
import importlib
import inspect
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

import metaselect

ROOT = Path(metaselect.__file__).parent
# In the order in which data flow; a package that is still to come has its place already.
LAYERS = [
    "data",
    "metafeatures",
    "learners",
    "pretraining",
    "evaluation",
    "experiments",
    "knowledge",
    "metalearners",
    "recommendation",
    "assessment",
    "search",
    "models",
    "streams",
    "report",
    "estimators",
    "cli",
]
PACKAGES = [layer for layer in LAYERS if (ROOT / layer).is_dir()]
SHARED = {"exceptions", "facts", "folders", "seeding"}
SOURCES = sorted(ROOT.rglob("*.py"))
# Methods by which a result shows itself: inside them, and nowhere else, what lies left may import `report`.
SHOWS_ITSELF = {"__str__", "__repr__", "_repr_html_", "code", "to_json"}
# The flat parameters of these are for users to type; those of estimators are scikit-learn's way.
FLAT_PARAMETERS = {
    "data: read_dataset",
    "recommendation: recommend",
    "recommendation: recommend_for_dataset",
    "recommendation: advise_and_place",
    "estimators: __init__",
}
MAX_PARAMETERS = 8
# The one file that reads pickles: those which a process of this call has just written for another.
HANDOVER = "experiments/handover.py"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@cache
def parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def nodes(path, *kinds):
    return [node for node in ast.walk(parsed(path)) if isinstance(node, kinds)]


def place(path):
    """Say where a file is, such as "data/tasks.py"."""
    return path.relative_to(ROOT).as_posix()


def dotted(path):
    """Return the name of a file as a module, without "metaselect.": "data.tasks", "data" for the file of a package."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {dotted(path): path for path in SOURCES}


def own_imports(path):
    """Yield what a file imports of metaselect, inside functions and for type checkers too: pairs (module, name).

    Such as ("data.tasks", "TASKS"), or ("data.tasks", None) of `import metaselect.data.tasks`. What results import to
    show themselves is left out.
    """
    showing = {
        inner
        for node in nodes(path, *FUNCTIONS)
        if node.name in SHOWS_ITSELF
        for inner in ast.walk(node)
        if isinstance(inner, ast.ImportFrom) and (inner.module or "").startswith("metaselect.report")
    }
    for node in nodes(path, ast.Import, ast.ImportFrom, ast.Attribute):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
            yield from ((name.removeprefix("metaselect."), None) for name in names if name.startswith("metaselect."))
        elif isinstance(node, ast.ImportFrom):
            if node not in showing and (node.module or "").partition(".")[0] == "metaselect":
                module = node.module.removeprefix("metaselect").lstrip(".")
                yield from ((module, alias.name) for alias in node.names)
        elif isinstance(node.value, ast.Name) and node.value.id == "metaselect":  # after `import metaselect`
            yield "", node.attr


def offenders(find):
    """Return what `find` yields for each file, each with the file that it is in."""
    return [f"{place(path)}: {found}" for path in SOURCES for found in find(path)]


def listed(found):
    """Return what was found as a message, one to a line."""
    return "\n".join([f"{len(found)} found", *found])


def test_every_folder_is_a_layer():
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert folders <= set(LAYERS)


def test_imports_only_look_upstream():
    def look_downstream(path):
        first = path.relative_to(ROOT).parts[0]
        if first in LAYERS:
            allowed = {*SHARED, *LAYERS[: LAYERS.index(first) + 1], "__version__"}
        else:
            allowed = set() if path.stem in SHARED else {*SHARED, *LAYERS}
        for module, name in own_imports(path):
            # The public names at the top are for users: `from metaselect import Dataset` hides where it looks.
            if (module or name).split(".")[0] not in allowed:
                yield f"imports {module or name}, which is downstream, or from the top"

    found = offenders(look_downstream)
    assert not found, listed(found)


def test_nothing_needs_the_training_of_networks():
    """It is for who trains one anew, and a command of its own: what is trained ships as a file."""

    def look_there(path):
        if path.relative_to(ROOT).parts[0] != "pretraining":
            yield from (name or module for module, name in own_imports(path) if "pretraining" in f"{module} {name}")

    found = offenders(look_there)
    assert not found, listed(found)


def test_a_package_is_entered_by_its_front_door():
    """Of another package only what its `__all__` names is used, so that whatever else it holds may change."""

    def climb_in(path):
        own = path.relative_to(ROOT).parts[0]
        for module, name in own_imports(path):
            package = module.partition(".")[0]
            if package in PACKAGES and package != own and name not in exported(package, module):
                yield f"imports {name} from {module}"

    def exported(package, module):
        names = [None, *importlib.import_module(f"metaselect.{package}").__all__]
        # `evaluate` from evaluation.evaluate too: type checkers take the one from evaluation for the module.
        return names if module == package else [name for name in names if module == f"{package}.{name}"]

    found = offenders(climb_in)
    assert not found, listed(found)


def test_no_modules_import_each_other():
    """Neither at run time nor for type checkers: code without circles is read one piece at a time."""
    names = {name: i for i, name in enumerate(MODULES)}
    arrows = []
    for module, path in MODULES.items():
        for source, name in own_imports(path) if module else ():  # the top names its exports for type checkers alone
            target = f"{source}.{name}" if f"{source}.{name}" in MODULES else source
            if target:
                arrows.append((names[module], names[target]))
    rows, columns = zip(*arrows, strict=True)
    graph = coo_array(([1] * len(arrows), (rows, columns)), shape=(len(names), len(names)))
    _, labels = connected_components(graph, connection="strong")
    circles = {}
    for name, label in zip(names, labels, strict=True):
        circles.setdefault(label, []).append(name)
    found = [", ".join(members) for members in circles.values() if len(members) > 1]
    assert not found, listed(found)


def test_imports_are_absolute():
    found = offenders(lambda path: [ast.unparse(node) for node in nodes(path, ast.ImportFrom) if node.level])
    assert not found, listed(found)


def test_nothing_is_unpickled_or_evaluated():
    calls = {"eval", "exec", "compile", "joblib.load", "pd.read_pickle", "pickle.load", "pickle.loads"}
    modules = {"pickle", "dill", "cloudpickle", "marshal", "shelve"}

    def unpickle(path):
        yield from calls & {ast.unparse(node.func) for node in nodes(path, ast.Call)}
        imported = {alias.name for node in nodes(path, ast.Import, ast.ImportFrom) for alias in node.names}
        yield from (modules | {"load"}) & imported
        yield from modules & {node.module for node in nodes(path, ast.ImportFrom)}

    found = [offense for offense in offenders(unpickle) if not offense.startswith(HANDOVER)]
    assert not found, listed(found)


def test_what_is_handed_over_is_taken_over_by_processes_of_the_same_call_alone():
    def take_over(path):
        yield from {"take_over"} & {ast.unparse(node.func) for node in nodes(path, ast.Call)}

    files = {offense.partition(":")[0] for offense in offenders(take_over)}
    assert files == {"experiments/fit_isolated.py", "search/spool.py"}


def test_functions_have_few_parameters():
    def have_many(path):
        package = path.relative_to(ROOT).parts[0]
        for node in nodes(path, *FUNCTIONS):
            parameters = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            n_parameters = sum(parameter.arg not in ("self", "cls") for parameter in parameters)
            if n_parameters > MAX_PARAMETERS and f"{package}: {node.name}" not in FLAT_PARAMETERS:
                yield f"{node.name} has {n_parameters}"

    found = offenders(have_many)
    assert not found, listed(found)


def test_public_names_are_sorted_and_each_has_a_place():
    assert metaselect.__all__ == sorted(metaselect._EXPORTS)


def test_every_public_name_resolves_and_is_documented():
    for name in metaselect.__all__:
        value = getattr(metaselect, name)
        assert value.__module__.startswith(metaselect._EXPORTS[name])
        assert value.__doc__
        assert name in dir(metaselect)
        assert name in importlib.import_module(metaselect._EXPORTS[name]).__all__


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="module 'metaselect' has no attribute 'reccomend'"):
        metaselect.reccomend  # noqa: B018


@pytest.mark.parametrize("package", PACKAGES)
def test_what_a_package_exports_resolves_and_is_its_own(package):
    module = importlib.import_module(f"metaselect.{package}")
    assert module.__doc__
    assert len(set(module.__all__)) == len(module.__all__)
    for name in module.__all__:
        value = getattr(module, name)
        assert not inspect.ismodule(value), name
        if inspect.isclass(value) or inspect.isfunction(value):
            assert value.__module__.startswith(f"metaselect.{package}"), name


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
