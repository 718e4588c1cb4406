"""Networks are trained on synthetic tables alone: nothing that trains them can see a real one."""

import ast
from pathlib import Path

import metaselect

FOLDER = Path(metaselect.__file__).parent / "pretraining"
SOURCES = sorted(FOLDER.rglob("*.py"))
MAY_IMPORT = ("metaselect.pretraining", "metaselect.exceptions", "metaselect.folders", "metaselect.seeding")
# Libraries that compute, and those that write and tell.
LIBRARIES = {"numpy", "scipy.stats", "torch"}
STANDARD = {
    *("__future__", "argparse", "collections.abc", "dataclasses", "functools", "io", "json", "math", "pathlib"),
    *("platform", "sys", "time", "types", "typing", "zipfile"),
}
READS_FILES = {"open", "load", "loadtxt", "genfromtxt", "fromfile", "memmap", "read_text", "read_bytes", "read_csv"}
MAY_READ = {"checkpoint.py", "weights.py"}


def test_nothing_that_holds_real_tables_is_imported():
    found = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) else []
            if names == ["metaselect"] and isinstance(node, ast.ImportFrom):
                names = [] if [alias.name for alias in node.names] == ["__version__"] else names
            found += [
                f"{path.name}: {name}"
                for name in names
                if not name.startswith(MAY_IMPORT) and name not in LIBRARIES | STANDARD
            ]
    assert not found


def test_only_checkpoints_and_weights_are_read():
    found = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if called in READS_FILES and path.name not in MAY_READ:
                    found.append(f"{path.name}: {ast.unparse(node)}")
    assert not found


def test_what_is_read_is_never_unpickled():
    calls = [
        (path.name, node)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("np.load", "torch.load")
    ]
    assert len(calls) == 2
    for _, node in calls:
        assert ast.unparse(node.func) == "np.load"
        assert {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords} == {"allow_pickle": "False"}
