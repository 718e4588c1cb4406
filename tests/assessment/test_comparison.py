import numpy as np
import pandas as pd
import pytest

from metaselect.assessment.comparison import summarize, validate_meta_learners
from metaselect.knowledge import MetaExamples
from metaselect.metalearners import NearestMetaLearner


def validation(regret, origin=None, **columns):
    n = len(regret)
    frame = {
        "dataset": [f"dataset_{i}" for i in range(n)],
        "origin": origin or [f"origin_{i}" for i in range(n)],
        "regret": regret,
        "rank": np.ones(n),
        "spearman": np.zeros(n),
        "short_list_regret": np.zeros(n),
    }
    return pd.DataFrame(frame | columns)


def test_means_and_gap_by_hand():
    reference = validation([0.2, 0.4, 0.6])
    mine = validation([0.1, 0.2, 0.3], rank=[1.0, 2.0, 6.0], spearman=[0.5, np.nan, 0.1], short_list_regret=[0, 0, 0.3])
    row = summarize({"mine": mine}, reference).loc["mine"]
    assert row["regret"] == pytest.approx(0.2)
    assert row["gap"] == pytest.approx(0.5)
    assert row["short_list_gap"] == pytest.approx(0.25)
    assert row["rank"] == 3.0
    assert row["spearman"] == pytest.approx(0.3)  # the undefined one is left out


def test_gap_interval_is_paired():
    reference = validation(np.random.default_rng(0).random(30))
    row = summarize({"half": validation(reference["regret"] / 2)}, reference).loc["half"]
    assert row["gap_low"] == pytest.approx(0.5)
    assert row["gap_high"] == pytest.approx(0.5)
    assert row["regret_low"] < row["regret"] < row["regret_high"]


def test_interval_covers_the_usual_standard_error():
    regret = np.random.default_rng(0).random(400)
    row = summarize({"one": validation(regret)}, validation(regret)).loc["one"]
    assert row["regret_high"] - row["regret_low"] == pytest.approx(2 * 1.96 * regret.std() / 20, rel=0.1)


def test_datasets_of_one_origin_are_no_independent_evidence():
    regret = np.repeat(np.random.default_rng(0).random(20), 10)
    families = [f"origin_{i // 10}" for i in range(200)]
    apart = summarize({"one": validation(regret)}, validation(regret)).loc["one"]
    together = summarize({"one": validation(regret, families)}, validation(regret)).loc["one"]
    assert together["regret"] == apart["regret"]
    width = {name: row["regret_high"] - row["regret_low"] for name, row in (("t", together), ("a", apart))}
    assert width["t"] > 2 * width["a"]


def test_gap_is_undefined_where_the_reference_has_no_regret():
    row = summarize({"one": validation([0.1, 0.2])}, validation([0.0, 0.0])).loc["one"]
    assert np.isnan(row["gap"])
    assert np.isnan(row["gap_high"])


def test_same_seed_gives_the_same_intervals():
    one = validation(np.random.default_rng(0).random(20))
    pd.testing.assert_frame_equal(summarize({"one": one}, one), summarize({"one": one}, one))


@pytest.fixture
def planted_examples():
    """Metafeature 0 decides between configurations 0 and 2; 1 is the compromise."""
    rng = np.random.default_rng(0)
    M = rng.normal(size=(40, 3))
    R = np.where(M[:, [0]] < 0, [[0.0, 0.1, 0.4]], [[0.4, 0.1, 0.0]])
    names = tuple(f"dataset_{i}" for i in range(40))
    return MetaExamples(
        M=M, R=R, skills=1 - R, datasets=names, origins=names, configurations=("a", "b", "c"),
        metafeatures=("x", "y", "z"), task="binary", metric="accuracy",
    )  # fmt: skip


def test_comparison_finds_the_learned_ones_better_than_the_single_best(planted_examples):
    names = ("tree", "nearest", "single_best")
    validations = validate_meta_learners({name: name for name in names}, planted_examples)
    comparison = summarize(validations, validations["single_best"], n_resamples=200)
    assert tuple(comparison.index) == names
    assert comparison.loc["single_best", "gap"] == 1.0
    assert comparison.loc["tree", "gap_high"] < 0.6


def test_own_meta_learners_are_validated_under_their_names(planted_examples):
    mine = {"1 nearest": NearestMetaLearner(n_neighbors=1), "5 nearest": NearestMetaLearner(n_neighbors=5)}
    validations = validate_meta_learners(mine, planted_examples)
    comparison = summarize(validations, validations["1 nearest"], n_resamples=50)
    assert list(comparison.index) == ["1 nearest", "5 nearest"]
    assert comparison["gap"].notna().all()
