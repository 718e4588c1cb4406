"""Whatever a store says, as other programs may have written it: what is learned can be loaded, or it is refused."""

import contextlib
import json
import shutil
import sqlite3

import pytest

from metaselect.cli import main
from metaselect.exceptions import MetaSelectError
from metaselect.experiments import Store
from metaselect.knowledge import build_knowledge_base, load_knowledge_base, merge, save_knowledge_base

CHANGES = {
    "infinite metafeatures": lambda d: d["metafeatures"].update(log_n_rows=float("inf")),
    "no metafeatures": lambda d: d.update(metafeatures={}),
    "metafeatures as text": lambda d: d.update(metafeatures={"log_n_rows": "many"}),
    "other metafeatures": lambda d: d.update(metafeatures={"luck": 1.0}),
    "rows as text": lambda d: d.update(n_rows="many"),
    "another task": lambda d: d.update(task="ranking"),
    "no origin": lambda d: d.pop("origin"),
    "an origin that is a list": lambda d: d.update(origin=["a"]),
    "a dummy that is infinite": lambda d: d.update(dummy_scores={"roc_auc": float("-inf")}),
    "versions of another time": lambda d: d.update(metafeature_versions={"log_n_rows": 99}),
    "versions as a list": lambda d: d.update(metafeature_versions=[1]),
    "a source that is a number": lambda d: d.update(source=3),
    "nothing": lambda d: d.clear(),
}
ROWS = {
    "scores beyond the best": "UPDATE evaluations SET fold_scores = replace(fold_scores, '0.', '7.')",
    "infinite scores": "UPDATE evaluations SET fold_scores = '{\"roc_auc\": [Infinity]}'",
    "negative seconds": "UPDATE evaluations SET fit_seconds = -1",
    "seconds without end": "UPDATE evaluations SET fit_seconds = 9e999",
    "other metrics": "UPDATE evaluations SET fold_scores = '{\"luck\": [0.5]}'",
    "unknown configurations": "DELETE FROM configurations",
    "unknown datasets": "DELETE FROM datasets",
    "no rows": "DELETE FROM evaluations",
    "text everywhere": "UPDATE evaluations SET n_train_rows = 'x', peak_megabytes = 'y'",
}


@pytest.fixture(scope="module")
def small_store(tiny_store, tmp_path_factory):
    """The file of a store of two datasets per task."""
    path = tmp_path_factory.mktemp("small") / "runs.sqlite"
    with sqlite3.connect(tiny_store.path) as source, sqlite3.connect(path) as copy:
        source.backup(copy)
        copy.execute("DELETE FROM datasets WHERE name NOT GLOB '*-0[01]'")
        copy.execute("DELETE FROM evaluations WHERE dataset NOT GLOB '*-0[01]'")
    source.close()
    copy.close()
    return path


@pytest.fixture
def path(small_store, tmp_path):
    """The file of a store, to be changed."""
    return shutil.copy(small_store, tmp_path / "runs.sqlite")


def check(path, base, folder):
    base = base.select(base.datasets.index[:4])
    with contextlib.suppress(MetaSelectError):
        with Store(path, must_exist=True) as store:
            built = build_knowledge_base(store)
        for known in (built, merge(base, built)):
            assert len(load_knowledge_base(save_knowledge_base(known, folder)).datasets) == len(known.datasets)


@pytest.mark.parametrize("name", CHANGES)
def test_a_hostile_description_is_refused_or_left_out(path, tiny_knowledge_base, tmp_path, name):
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT name, description FROM datasets").fetchall()
        for dataset, text in rows[:1]:
            description = json.loads(text)
            CHANGES[name](description)
            connection.execute("UPDATE datasets SET description = ? WHERE name = ?", (json.dumps(description), dataset))
    connection.close()
    check(path, tiny_knowledge_base, tmp_path / "known")


@pytest.mark.parametrize("name", ROWS)
def test_hostile_rows_are_refused_or_left_out(path, tiny_knowledge_base, tmp_path, name):
    with sqlite3.connect(path) as connection:
        connection.execute(ROWS[name])
    connection.close()
    check(path, tiny_knowledge_base, tmp_path / "known")


@pytest.mark.parametrize("content", [None, b"", b"{}", b"\xff\x00", b"SQLite format 3\0" + b"\0" * 200])
def test_what_is_no_knowledge_is_refused_by_learn_in_one_sentence(tmp_path, capsys, content):
    path = tmp_path / "given"
    if content is None:
        path.mkdir()
        (path / "knowledge.json").symlink_to(path / "knowledge.json")
    else:
        path.write_bytes(content)
    for options in ([], ["--merge", "packaged"], ["--merge", str(path)]):
        assert main(["learn", str(path), *options, "--output", str(tmp_path / "out")]) == 2
        assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "out").exists()
