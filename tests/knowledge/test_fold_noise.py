from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from metaselect.evaluation import Evaluation, log_shortfall
from metaselect.experiments import Store
from metaselect.knowledge import build_knowledge_base, merge
from metaselect.knowledge.fold_noise import fold_noise


def rows(*scores, status="ok", n_test_rows=25):
    folds = [{"accuracy": list(of_one)} for of_one in scores]
    return pd.DataFrame({"status": status, "n_test_rows": n_test_rows, "fold_scores": folds})


def test_noise_is_the_spread_of_log_shortfalls_for_one_row():
    noise = fold_noise(rows([0.8, 0.7, 0.9]), {"accuracy": 0.5}, "binary")
    expected = np.std(log_shortfall(np.array([0.6, 0.4, 0.8])), ddof=1) * 5
    np.testing.assert_allclose(noise["noise.accuracy"], expected)


def test_only_the_better_half_counts():
    good, bad = [0.8, 0.7, 0.9], [0.5, 0.5, 0.5]
    both, one = (fold_noise(table, {"accuracy": 0.5}, "binary") for table in (rows(good, bad), rows(good)))
    assert both == one


def test_nothing_is_said_of_few_folds_of_what_failed_and_where_a_constant_is_perfect():
    cases = (
        fold_noise(rows([0.8, 0.7]), {"accuracy": 0.5}, "binary"),
        fold_noise(rows([0.8, 0.7, 0.9], status="raced"), {"accuracy": 0.5}, "binary"),
        fold_noise(rows([1.0, 1.0, 1.0]), {"accuracy": 1.0}, "binary"),
        fold_noise(rows([0.8, 0.7, 0.9]), {"f1": 0.5}, "binary"),
    )
    assert list(cases) == [{}] * 4


@pytest.fixture
def known(tiny_store, tmp_path):
    """What a store of one dataset tells, evaluated on three folds."""
    with Store(tmp_path / "small.sqlite") as store:
        store.write_configurations(tiny_store.read_configurations().values())
        store.write_dataset("regression-00", tiny_store.read_datasets()["regression-00"])
        (ridge, *_) = [id_ for id_ in store.read_configurations() if id_.startswith("ridge")]
        store.write_evaluation(Evaluation("regression-00", ridge, "ok", {"r2": (0.5, 0.7, 0.9)}, 0.1, 0.1, 10, 5))
        return build_knowledge_base(store)


def test_a_knowledge_base_built_from_folds_knows_their_noise(known):
    assert known.datasets["noise.r2"].gt(0).all()


def test_merging_keeps_the_noise_that_was_not_measured_again(known):
    without = replace(known, datasets=known.datasets.drop(columns="noise.r2"))
    for merged in (merge(known, without), merge(without, known), merge(known, known)):
        pd.testing.assert_series_equal(merged.datasets["noise.r2"], known.datasets["noise.r2"])
