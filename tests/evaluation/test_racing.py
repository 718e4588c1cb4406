import numpy as np
import pytest

from metaselect.data import Dataset, read_collection
from metaselect.evaluation import Incumbent, evaluate, find_incumbent
from metaselect.experiments import Store, Workers, read_score_tables, run_batch
from metaselect.knowledge import build_knowledge_base
from metaselect.learners import make_configuration

INCUMBENT = Incumbent("ridge-1", "r2", (0.8, 0.9, 0.7, 0.8), dummy=0.0)


@pytest.mark.parametrize(
    ("fold_scores", "expected"),
    [
        ([0.1], False),  # one fold is no evidence
        ([0.1, 0.2], True),
        ([0.41, 0.45], False),  # behind, but with half the skill
        ([0.1, 0.95], False),  # better on one of them
        ([-3.0, 0.2, 0.1], True),
    ],
)
def test_dominated_is_what_is_clearly_worse_on_the_same_folds(fold_scores, expected):
    assert INCUMBENT.dominates(fold_scores) is expected


def test_nothing_is_hopeless_beside_an_incumbent_no_better_than_a_constant():
    assert not Incumbent("ridge-1", "r2", (-0.1, 0.05), dummy=0.0).dominates([-9.0, -9.0])


def test_the_incumbent_is_the_best_that_was_run_on_all_folds():
    scores = {"a": (0.5, 0.5), "b": (0.6, 0.7), "c": (0.99,), "d": (0.9, np.nan), "e": ()}
    assert find_incumbent(scores, "r2", 0.0).configuration == "b"
    assert find_incumbent({"e": ()}, "r2", 0.0) is None
    assert find_incumbent({}, "r2", 0.0) is None


@pytest.fixture
def dataset():
    """A line with a little noise, which a tree of two leaves misses by far."""
    rng = np.random.default_rng(0)
    X = rng.uniform(size=(60, 6))
    return Dataset.from_arrays(X, X.sum(axis=1) + 0.01 * rng.normal(size=60), name="line", task="regression")


def test_what_is_dominated_is_stopped_and_says_so(dataset):
    ridge = evaluate(make_configuration("ridge"), dataset)
    incumbent = find_incumbent({ridge.configuration: ridge.fold_scores["r2"]}, "r2", 0.0)
    stump = make_configuration("decision_tree", max_depth=2, min_samples_leaf=20)
    raced, whole = evaluate(stump, dataset, incumbent=incumbent), evaluate(stump, dataset)
    assert raced.status == "raced"
    assert raced.error == f"hopelessly behind {ridge.configuration} on the first 2 of 10 folds"
    assert raced.fold_scores["r2"] == whole.fold_scores["r2"][:2]
    assert evaluate(make_configuration("ridge", alpha=2.0), dataset, incumbent=incumbent).status == "ok"


CONFIGURATIONS = [
    make_configuration("ridge"),
    make_configuration("decision_tree"),
    make_configuration("ridge", alpha=3.0),
    make_configuration("decision_tree", max_depth=2, min_samples_leaf=50),
    make_configuration("elastic_net", alpha=1.0),
]


@pytest.fixture
def line(dataset, tmp_path):
    dataset.X.assign(target=dataset.y).to_csv(tmp_path / "line.csv", index=False)
    return read_collection(tmp_path, "target")


def run(entries, path, **options):
    with Store(path) as store:
        list(run_batch(entries, store, configurations=CONFIGURATIONS, **options))
        return store.read_evaluations().drop(columns=["fit_seconds", "predict_seconds", "peak_megabytes"])


@pytest.mark.usefixtures("evaluated_here")
def test_what_is_raced_depends_neither_on_jobs_nor_on_the_order_nor_on_resuming(line, tmp_path):
    expected = run(line, tmp_path / "one.sqlite", race=True)
    assert expected["status"].value_counts().to_dict() == {"ok": 3, "raced": 2}
    with Store(tmp_path / "two.sqlite") as store:
        next(run_batch(line, store, configurations=CONFIGURATIONS[::-1], race=True))
    assert run(line, tmp_path / "two.sqlite", race=True, workers=Workers(2)).equals(expected)


@pytest.mark.usefixtures("evaluated_here")
def test_defaults_are_never_raced(line, tmp_path):
    rows = run(line, tmp_path / "runs.sqlite", race=True).set_index("configuration")
    assert (rows.loc[[c.id for c in CONFIGURATIONS if not c.changed], "status"] == "ok").all()


@pytest.mark.usefixtures("evaluated_here")
def test_raced_rows_are_completed_on_request(line, tmp_path):
    path = tmp_path / "runs.sqlite"
    run(line, path, race=True)
    assert (run(line, path)["status"] == "raced").sum() == 2
    completed = run(line, path, retry={"raced"})
    assert completed.equals(run(line, tmp_path / "whole.sqlite"))


@pytest.mark.usefixtures("evaluated_here")
def test_raced_rows_are_last_on_the_leaderboard_and_without_a_score_in_the_knowledge_base(line, tmp_path):
    path = tmp_path / "runs.sqlite"
    rows = run(line, path, race=True)
    raced = set(rows.loc[rows["status"] == "raced", "configuration"])
    with Store(path) as store:
        (table,) = read_score_tables(store)
        knowledge_base = build_knowledge_base(store)
    assert set(table.skills.columns[table.skills.isna().any()]) == raced
    assert table.counted.all(axis=None)
    kept = knowledge_base.evaluations.set_index("configuration")["r2"]
    assert set(kept.index[kept.isna()]) == raced
