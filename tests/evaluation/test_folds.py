"""Folds of whole groups and folds in the order of time, where somebody has said that a column tells them."""

import numpy as np
import pandas as pd
import pytest

from metaselect.data import CollectionEntry, CsvFormat, Dataset, RowStructure, read_dataset
from metaselect.evaluation import (
    Resampling,
    evaluate,
    make_folds,
    measures_for,
    resampling_of,
    restore_predictions,
    share_of_rows,
    subsample,
)
from metaselect.exceptions import DatasetError
from metaselect.learners import make_configuration
from metaselect.recommendation import choose_validation

STUMP = make_configuration("decision_tree", max_depth=2)


def _table(n_rows, seed=0, **columns):
    rng = np.random.default_rng(seed)
    return pd.DataFrame({"a": rng.normal(size=n_rows), "position": np.arange(n_rows) * 1.0, **columns})


def _dataset(n_rows=300, task="binary", roles=None, seed=0, **columns):
    rng = np.random.default_rng(seed + 1)
    y = {"binary": rng.integers(0, 2, n_rows) > 0, "multiclass": rng.choice(list("abc"), n_rows)}.get(task)
    y = rng.normal(size=n_rows) if y is None else y
    return Dataset.from_arrays(_table(n_rows, seed, **columns), y, task=task, roles=roles or {}, name="rows")


def _random_groups(rng, n_rows):
    """Sizes as they come: many groups of one row, few large ones, or one that holds most rows."""
    kind = rng.integers(3)
    if kind == 0:
        return rng.integers(0, rng.integers(2, n_rows), n_rows)
    if kind == 1:
        return np.minimum(rng.geometric(0.3, n_rows), 12)
    return np.where(rng.random(n_rows) < 0.7, 0, rng.integers(0, 9, n_rows))


def _check_groups(n_cases, seed):
    problems = []
    rng = np.random.default_rng(seed)
    for case in range(n_cases):
        n_rows, task = int(rng.integers(12, 700)), str(rng.choice(["binary", "multiclass", "regression"]))
        groups = np.append(_random_groups(rng, n_rows - 2), [100, 101])
        dataset = _dataset(n_rows, task, {"patient": "group"}, case, patient=groups)
        resampling = resampling_of(dataset)
        folds = make_folds(dataset)
        n_folds = resampling.n_folds
        if len(folds) != n_folds * resampling.n_rounds or resampling.by != "group":
            problems.append((case, "number of folds", str(resampling), len(folds)))
        for train, test in folds:
            if not len(test) or not len(train) or set(groups[train]) & set(groups[test]):
                problems.append((case, "a group on both sides, or an empty side"))
            if sorted([*train, *test]) != list(range(n_rows)):
                problems.append((case, "a row is missing or twice"))
        for start in range(0, len(folds), n_folds):
            tested = np.concatenate([test for _, test in folds[start : start + n_folds]])
            if sorted(tested) != list(range(n_rows)):
                problems.append((case, "not every row is tested once a round"))
    assert not problems


def test_no_group_is_on_both_sides_of_a_fold():
    _check_groups(25, seed=0)


@pytest.mark.slow
def test_no_group_is_on_both_sides_of_any_of_many_folds():
    _check_groups(600, seed=1)


def test_every_fold_of_groups_has_about_its_share_of_rows_and_classes():
    groups = np.random.default_rng(0).integers(0, 60, 600)
    dataset = _dataset(600, roles={"patient": "group"}, patient=groups)
    shares = [dataset.codes[test].mean() for _, test in make_folds(dataset)]
    assert np.ptp(shares) < 0.05
    assert np.ptp([len(test) for _, test in make_folds(dataset)]) < 40


def test_rounds_of_groups_differ_and_a_seed_repeats_them():
    dataset = _dataset(200, roles={"patient": "group"}, patient=np.arange(200) // 5)
    folds = make_folds(dataset)
    assert len(folds) == 10
    assert not np.array_equal(folds[0][1], folds[5][1])
    assert all(np.array_equal(a[1], b[1]) for a, b in zip(folds, make_folds(dataset), strict=True))
    assert not np.array_equal(folds[0][1], make_folds(dataset, random_state=1)[0][1])


def _check_times(n_cases, seed):
    problems = []
    rng = np.random.default_rng(seed)
    for case in range(n_cases):
        n_rows, task = int(rng.integers(12, 700)), str(rng.choice(["multiclass", "regression"]))
        times = rng.integers(0, rng.integers(2, 2 * n_rows), n_rows).astype(float)
        times[:2] = -1.0, 5000.0
        times[rng.random(n_rows) < 0.05] = np.nan
        times[2:4] = -2.0, 5001.0
        dataset = _dataset(n_rows, task, {"when": "time"}, case, when=times)
        folds = make_folds(dataset)
        if resampling_of(dataset).by != "time" or not folds:
            problems.append((case, "no folds by time"))
        tested = np.concatenate([test for _, test in folds])
        if len(set(tested)) < len(tested) or np.isnan(times[tested]).any():
            problems.append((case, "a row is tested twice or has no time"))
        for train, test in folds:
            if not times[train].max() < times[test].min():
                problems.append((case, "a test row is no later than the training rows"))
    assert not problems


def test_test_rows_are_later_than_training_rows():
    _check_times(25, seed=0)


@pytest.mark.slow
def test_test_rows_are_later_than_training_rows_in_many_tables():
    _check_times(600, seed=1)


def test_stretches_of_time_are_as_those_of_scikit_learn():
    from sklearn.model_selection import TimeSeriesSplit

    order = np.random.default_rng(0).permutation(600)
    dataset = _dataset(600, "regression", {"when": "time"}, when=np.argsort(order) * 1.0)
    for (train, test), (first, then) in zip(make_folds(dataset), TimeSeriesSplit(5).split(order), strict=True):
        assert (sorted(order[first]), sorted(order[then])) == (sorted(train), sorted(test))


def test_dates_order_rows_as_numbers_do():
    days = pd.Series(pd.date_range("2020-01-01", periods=600)).sample(frac=1, random_state=0)
    by_date = _dataset(600, "regression", {"when": "time"}, when=days.dt.strftime("%Y-%m-%d").to_numpy())
    by_number = _dataset(600, "regression", {"when": "time"}, when=days.index.to_numpy() * 1.0)
    for one, other in zip(make_folds(by_date), make_folds(by_number), strict=True):
        assert np.array_equal(one[0], other[0])
        assert np.array_equal(one[1], other[1])


def test_a_counter_beyond_all_dates_orders_rows_too():
    counts = np.arange(300) * 700.0
    dataset = _dataset(300, "regression", {"when": "time"}, when=counts)
    assert np.array_equal(dataset.structure.moments, counts)


def test_of_long_tables_the_latest_third_is_held_out():
    dataset = _dataset(12_000, "regression", {"when": "time"}, when=np.arange(12_000.0)[::-1])
    assert str(resampling_of(dataset)) == "holdout 1/3 by time"
    ((train, test),) = make_folds(dataset)
    assert (len(train), sorted(test)) == (8_000, list(range(4_000)))


def test_what_is_recorded_is_understood():
    for text in ("5-fold", "5-fold x 2", "holdout 1/3", "5-fold by group", "5-fold x 2 by group", "3-fold by time"):
        assert str(Resampling.from_text(text)) == text
    assert Resampling.from_text("5-fold x 2 by group") == Resampling(5, n_rounds=2, by="group")
    with pytest.raises(ValueError, match="is no resampling; rows are split by group or by time"):
        Resampling.from_text("5-fold by luck")


def test_groups_go_before_times():
    dataset = _dataset(300, roles={"g": "group", "t": "time"}, g=np.arange(300) % 20, t=np.arange(300.0))
    assert str(resampling_of(dataset)) == "5-fold x 2 by group"


def test_a_column_that_is_merely_suspected_changes_nothing():
    suspected = _dataset(300, roles={}, patient_id=np.arange(300) % 20 + 1000)
    assert suspected.groups == {"patient_id": 20}
    bare = _dataset(300)
    for one, other in zip(make_folds(suspected), make_folds(bare), strict=True):
        assert np.array_equal(one[1], other[1])
    assert evaluate(STUMP, suspected).resampling == "5-fold x 2"


def test_evaluations_say_by_what_rows_were_split_and_keep_their_predictions():
    cases = {
        "5-fold x 2 by group": {"roles": {"g": "group"}, "g": np.arange(300) % 40},
        "3-fold x 2 by group": {"roles": {"g": "group"}, "g": np.arange(300) % 3},
        "5-fold by time": {"roles": {"t": "time"}, "t": np.arange(300.0)},
    }
    problems = []
    for text, columns in cases.items():
        for task in ("binary", "multiclass", "regression"):
            dataset = _dataset(300, task, **columns)
            evaluation = evaluate(STUMP, dataset)
            if (evaluation.status, evaluation.resampling) != ("ok", text):
                problems.append((text, task, evaluation))
                continue
            folds = make_folds(dataset, Resampling.from_text(evaluation.resampling))
            predictions = restore_predictions(evaluation.out_of_fold, dataset, folds)
            for measure in measures_for(task)[:2]:
                scores = [
                    measure.score(dataset.codes[test], p) for (_, test), p in zip(folds, predictions, strict=True)
                ]
                if not np.allclose(scores, evaluation.fold_scores[measure.name], rtol=5e-3, atol=2e-2):
                    problems.append((text, task, measure.name))
    assert not problems


def test_a_file_arrays_and_groups_beside_a_table_are_split_alike(tmp_path):
    rng = np.random.default_rng(0)
    table = _table(300, visit=rng.permutation(300) // 7).assign(y=rng.integers(0, 2, 300))
    table.to_csv(tmp_path / "rows.csv", index=False)
    said = {"visit": "group"}
    X, y = table.drop(columns="y"), table["y"]
    ways = {
        "file": read_dataset(tmp_path / "rows.csv", "y", roles=said),
        "collection": CollectionEntry("rows", tmp_path / "rows.csv", "y", "binary", "rows", group="visit").read(),
        "arrays": Dataset.from_arrays(X, y, name="rows", roles=said),
        "groups": Dataset.from_arrays(X.drop(columns="visit"), y, name="rows").with_groups(X["visit"], "visit"),
    }
    found = {way: [evaluate(STUMP, dataset), choose_validation(dataset)] for way, dataset in ways.items()}
    problems = [
        way
        for way, (evaluation, scheme) in found.items()
        if (evaluation.resampling, evaluation.fold_scores) != ("5-fold x 2 by group", found["file"][0].fold_scores)
        or scheme != found["file"][1]
    ]
    assert not problems


def test_roles_hold_for_files_that_are_as_they_should_be(tmp_path):
    table = _table(60, when=np.arange(60) * 0.01, zip=np.arange(60) % 5).assign(y=np.arange(60) % 2)
    table.to_csv(tmp_path / "rows.csv", index=False)
    roles = {"when": "time", "a": "drop", "zip": "categorical"}
    dataset = read_dataset(tmp_path / "rows.csv", "y", format=CsvFormat(), roles=roles)
    assert {dataset.source_of(name) for name in dataset.X} == {"position", "when", "zip"}
    assert dataset.structure.by == "time"
    assert dataset.kinds["zip"] == "categorical"


def test_a_number_of_folds_respects_groups_too():
    dataset = _dataset(300, roles={"g": "group"}, g=np.arange(300) % 40)
    assert evaluate(STUMP, dataset, cv=3).resampling == "3-fold by group"
    assert evaluate(STUMP, dataset, cv=make_folds(dataset, Resampling(3))).resampling == ""


def test_what_leaves_nothing_to_test_on_is_skipped_and_says_why():
    cases = {
        "all its rows are of one group": {"roles": {"g": "group"}, "g": ["x"] * 300},
        "all its rows are of one time": {"roles": {"t": "time"}, "t": [7.0] * 300},
    }
    for cause, columns in cases.items():
        dataset = _dataset(300, **columns)
        evaluation = evaluate(STUMP, dataset)
        assert evaluation.status == "skipped"
        assert cause in evaluation.error
        with pytest.raises(DatasetError, match=cause):
            make_folds(dataset)
    with pytest.raises(DatasetError, match="nothing says which rows of rows belong together"):
        make_folds(_dataset(), Resampling(5, by="group"))


def test_folds_in_time_of_one_class_are_left_out():
    table, said = _table(300, t=np.arange(300.0)), {"t": "time"}
    late = Dataset.from_arrays(table, ["no"] * 120 + ["yes", "no"] * 90, roles=said)
    assert len(make_folds(late)) == 3
    sorted_by_class = Dataset.from_arrays(table, np.arange(300) > 150, roles=said)
    assert "all of one class" in evaluate(STUMP, sorted_by_class).error


def test_rows_without_a_group_stay_together():
    dataset = _dataset(300, roles={"g": "group"}, g=np.where(np.arange(300) % 3 == 0, None, np.arange(300) % 30))
    unknown = np.flatnonzero(np.arange(300) % 3 == 0)
    for train, test in make_folds(dataset):
        assert not (set(train) & set(unknown) and set(test) & set(unknown))


def test_a_sample_of_the_rows_keeps_groups_and_times_beside_them():
    groups, times = np.arange(300) % 37, np.random.default_rng(0).permutation(300) * 1.0
    dataset = _dataset(300, roles={"g": "group", "t": "time"}, g=groups, t=times)
    part = subsample(dataset, 90)
    rows = part.X["position"].to_numpy().astype(int)
    assert part.n_rows == 90
    assert np.array_equal(part.structure.groups, dataset.structure.groups[rows])
    assert np.array_equal(part.structure.moments, times[rows])
    for train, test in make_folds(part):
        assert not set(groups[rows][train]) & set(groups[rows][test])


def test_shares_of_training_rows_stay_on_their_side():
    dataset = _dataset(300, roles={"g": "group"}, g=np.arange(300) % 37)
    train, test = make_folds(dataset)[0]
    part = share_of_rows(dataset, train, 0.25)
    assert not set(dataset.structure.groups[part]) & set(dataset.structure.groups[test])
    assert evaluate(STUMP, dataset, train_share=0.25).resampling == "5-fold x 2 by group"


def test_a_dataset_without_any_has_no_structure():
    structure = RowStructure()
    assert (structure.by, structure.column, structure.n_units) == (None, None, None)
    assert structure.kept_together(np.arange(9)) is None
