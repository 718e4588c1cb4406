"""The packaged knowledge base is what its README says."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_wine

from metaselect import load_knowledge_base
from metaselect.assessment import advised_lists
from metaselect.data import TASKS, Dataset, read_collection
from metaselect.evaluation import Resampling, evaluate, make_folds, measures_for, subsample
from metaselect.knowledge import PACKAGED, provenance_parts, resampling_of_datasets, save_knowledge_base
from metaselect.learners import (
    LEARNERS,
    Blend,
    center_of_rule,
    make_configuration,
    shipped_configurations,
    weights_of_rule,
)

COLLECTION = Path(__file__).parents[3] / "shared" / "collection"
needs_collection = pytest.mark.skipif(
    not COLLECTION.is_dir(), reason="the collection of datasets is not beside the checkout"
)


@pytest.fixture(scope="module")
def packaged():
    return load_knowledge_base()


def test_is_small_plain_data():
    assert {path.suffix for path in PACKAGED.iterdir()} == {".json", ".csv", ".gz"}
    assert sum(path.stat().st_size for path in PACKAGED.iterdir()) < 5e6


@pytest.mark.slow
def test_saving_what_was_loaded_gives_the_packaged_files(packaged, tmp_path):
    def content(path):
        if path.suffix == ".json":  # checksums are of compressed files, which may differ with the version of zlib
            return json.dumps({**json.loads(path.read_text(encoding="utf-8")), "checksums": {}})
        return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()

    files = [path.name for path in save_knowledge_base(packaged, tmp_path).iterdir()]
    assert sorted(files) == sorted(path.name for path in PACKAGED.iterdir())
    assert not [name for name in files if content(tmp_path / name) != content(PACKAGED / name)]


@pytest.mark.parametrize("task", TASKS)
def test_knows_many_datasets_learners_and_configurations(packaged, task):
    examples = packaged.meta_examples(task)
    learners = [packaged.configurations[id_].learner for id_ in examples.configurations]
    assert len(examples.datasets) >= 60
    assert len(set(learners)) >= 8
    assert np.median([learners.count(learner) for learner in set(learners)]) >= 4


@pytest.mark.parametrize("task", TASKS)
def test_every_shipped_configuration_has_a_row_on_every_dataset(packaged, task):
    names = packaged.datasets.index[packaged.datasets["task"] == task]
    singles = packaged.without_blends().evaluations
    rows = singles[singles["dataset"].isin(names)]
    expected = {(name, c.id) for name in names for c in shipped_configurations(task)}
    assert set(zip(rows["dataset"], rows["configuration"], strict=True)) == expected


@pytest.mark.parametrize("task", TASKS)
def test_one_rule_of_blends_has_a_row_on_nearly_every_dataset(packaged, task):
    examples = packaged.meta_examples(task, blends=True)
    (blend,) = examples.blends
    assert np.mean(~np.isnan(examples.R[:, blend])) > 0.9


@pytest.mark.slow
def test_blend_of_a_dataset_that_scikit_learn_has_can_be_computed_again(packaged):
    examples = packaged.meta_examples("multiclass", blends=True)
    rule = packaged.configurations[examples.configurations[examples.blends[0]]]
    weights, singles = weights_of_rule(rule), packaged.meta_examples("multiclass")
    list_ = advised_lists("ensemble", singles, size=len(weights))["wine_recognition"]
    blend = Blend(tuple(packaged.configurations[id_] for id_ in list_), weights, center_of_rule(rule))
    X, target = load_wine(return_X_y=True, as_frame=True)
    dataset = Dataset.from_arrays(X, np.take([1, 2, 3], target), name="wine_recognition")
    score = evaluate(blend, dataset, random_state=0).score("neg_log_loss")
    row = packaged.evaluations.query("dataset == 'wine_recognition' and configuration == @rule.id")
    assert score == pytest.approx(row["neg_log_loss"].item(), rel=0.02)


def test_every_dataset_has_a_source_and_terms(packaged):
    assert (packaged.datasets["source"].str.len() > 0).all()
    assert (packaged.datasets["licence"].str.len() > 0).all()


def check_cell(packaged, dataset, learner):
    """Evaluate a learner's defaults once more and compare with what is packaged."""
    (random_state,) = {part["settings"]["random_state"] for part in provenance_parts(packaged)}
    dataset = subsample(dataset, packaged.datasets["n_rows"][dataset.name], random_state)
    configuration = make_configuration(learner)
    plans = {str(plan): plan for plan in (Resampling(5, n_rounds=2), Resampling(5), Resampling(3))}
    folds = make_folds(dataset, plans[resampling_of_datasets(packaged)[dataset.name]], random_state)
    evaluation = evaluate(configuration, dataset, cv=folds, random_state=random_state)
    rows = packaged.evaluations.query("dataset == @dataset.name and configuration == @configuration.id")
    measured = [measure for measure in measures_for(dataset.task) if measure.name in rows]
    assert len(measured) >= 3
    for measure in measured:
        assert evaluation.score(measure.name) == pytest.approx(rows[measure.name].item(), rel=1e-3)


@pytest.mark.parametrize(
    ("load", "name", "labels", "learner"),
    [
        (load_wine, "wine_recognition", [1, 2, 3], "linear_discriminant"),
        pytest.param(load_wine, "wine_recognition", [1, 2, 3], "decision_tree", marks=pytest.mark.slow),
        pytest.param(
            load_breast_cancer, "breast_cancer_wdbc", ["M", "B"], "gaussian_naive_bayes", marks=pytest.mark.slow
        ),
        (load_breast_cancer, "breast_cancer_wdbc", ["M", "B"], "k_nearest_neighbors"),
    ],
)
def test_cells_of_datasets_that_scikit_learn_has_can_be_computed_again(packaged, load, name, labels, learner):
    X, target = load(return_X_y=True, as_frame=True)
    check_cell(packaged, Dataset.from_arrays(X, np.take(labels, target), name=name), learner)


@needs_collection
@pytest.mark.parametrize(
    ("name", "learner"),
    [
        pytest.param("penguins", "linear_discriminant", marks=pytest.mark.slow),
        pytest.param("pima_diabetes", "gaussian_naive_bayes", marks=pytest.mark.slow),
        ("yacht_resistance", "ridge"),
    ],
)
def test_cells_of_the_collection_can_be_computed_again(packaged, name, learner):
    entry = next(entry for entry in read_collection(COLLECTION) if entry.name == name)
    check_cell(packaged, entry.read(), learner)


def median_fit_seconds(packaged, rows):
    """Those of the base learners, by the class of their cost."""
    seconds = rows.groupby(rows["configuration"].map(lambda id_: packaged.configurations[id_].learner))["fit_seconds"]
    of_class = {cost: [] for cost in ("low", "medium", "high")}
    for learner, median in seconds.median().items():
        of_class[LEARNERS[learner].cost].append(median)
    return of_class


def test_cost_classes_are_in_the_order_of_fit_times(packaged):
    """Learners of low cost are compared within a task, for some are there for one alone; trees are grown per class."""
    rows = packaged.without_blends().evaluations.query("300 <= n_train_rows <= 1400 and status == 'ok'")
    for task in packaged.datasets["task"].unique():
        of_class = median_fit_seconds(packaged, rows[rows["dataset"].map(packaged.datasets["task"]) == task])
        assert max(of_class["low"]) < min(of_class["medium"])
    of_class = median_fit_seconds(packaged, rows)
    assert max(of_class["medium"]) < min(of_class["high"])
