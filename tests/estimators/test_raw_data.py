"""Tables, targets, weights and roles as people have them."""

import datetime
import warnings

import numpy as np
import pandas as pd
import pytest
import scipy.sparse

from metaselect import MetaSelectClassifier, MetaSelectRegressor
from metaselect.exceptions import ConfigurationError, DatasetError, MetaSelectWarning
from metaselect.learners import make_configuration

ESTIMATORS = [MetaSelectClassifier, MetaSelectRegressor]
N = 120


def raw_table():
    rng = np.random.default_rng(0)
    table = pd.DataFrame(
        {
            "age": rng.normal(40, 9, N),
            "city": rng.choice(["Rome", "Oslo", "Lima"], N),
            "member": rng.random(N) < 0.5,
            "since": pd.Timestamp("2020-01-01") + pd.to_timedelta(rng.integers(0, 900, N), "D"),
            "visits": pd.array(rng.integers(0, 9, N), dtype="Int64"),
            "grade": pd.Categorical(rng.choice(["a", "b"], N)),
            "void": [None] * N,
        }
    )
    table.loc[::7, "age"] = np.nan
    table.loc[::5, "city"] = None
    return table


def target_for(estimator_class, table):
    value = table["age"].fillna(40) / 10 + (table["city"] == "Rome") * 2
    return value if estimator_class is MetaSelectRegressor else np.where(value > value.median(), "old", "young")


# What is asked here does not depend on the meta-learner; of this one every answer comes at once.
QUICK = {"meta_learner": "average_rank"}
pytestmark = pytest.mark.usefixtures("small_forests")


def quick(estimator_class, X=None, y=None, fit_with=None, **options):
    table = raw_table()
    y = target_for(estimator_class, table) if y is None else y
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MetaSelectWarning)
        return estimator_class(**{**QUICK, **options}).fit(table if X is None else X, y, **(fit_with or {}))


def test_what_the_command_line_says_of_columns_is_warned_of():
    table = raw_table().assign(code=[f"C{i:05d}x{i * 7919 % 1000}" for i in range(N)])
    y = np.where(table["age"].fillna(40) > 40, "old", "young")
    table["left"] = np.where(y == "old", 1.0, np.nan)
    with pytest.warns(MetaSelectWarning) as caught:
        classifier = MetaSelectClassifier(**QUICK).fit(table, y)
    said = " ".join(str(warning.message) for warning in caught)
    assert "left out as identifiers: code" in said
    assert "left may leak the target" in said
    assert {warning.filename for warning in caught} == {__file__}
    assert np.array_equal(classifier.predict(table.assign(code="new")), classifier.predict(table))


def test_roles_exclude_and_cheap_are_as_for_recommend():
    with pytest.warns(MetaSelectWarning, match="left out as group identifiers: city"):
        classifier = MetaSelectClassifier(roles={"city": "group"}, **QUICK).fit(
            raw_table(), target_for(MetaSelectClassifier, raw_table())
        )
    assert classifier.recommendation_.validation.groups == "city"
    first = classifier.recommendation_.best.configuration.learner
    for exclude in (first, [first]):
        other = quick(MetaSelectClassifier, exclude=exclude)
        assert first not in {candidate.configuration.learner for candidate in other.recommendation_}
    assert quick(MetaSelectClassifier, cheap=True).recommendation_.trade is not None


def test_marks_of_missing_values_are_missing():
    table = raw_table()
    marked = table.assign(age=table["age"].fillna(-999))
    y = target_for(MetaSelectClassifier, table)
    classifier = quick(MetaSelectClassifier, marked, y, missing={"age": -999})
    assert np.array_equal(classifier.predict(marked), quick(MetaSelectClassifier, table, y).predict(table))
    with pytest.raises(ValueError, match="stands for a missing value in 18 rows"):
        quick(MetaSelectRegressor, table, marked["age"], missing=-999)


def test_columns_may_have_any_names():
    table = raw_table()
    expected = quick(MetaSelectClassifier).predict(table)
    for names in (
        list("aabcdef"),
        ["a", None, *"bcdef"],
        [("a", i) for i in range(7)],
        ["a", 1, 2.5, ("x", "y"), None, pd.Timestamp("2020"), "b"],
        range(7),
    ):
        renamed = table.copy()
        renamed.columns = names
        classifier = quick(MetaSelectClassifier, renamed)
        assert np.array_equal(classifier.predict(renamed), expected), names


def test_a_second_column_of_one_name_is_warned_of():
    table = raw_table().set_axis(list("aabcdef"), axis=1)
    with pytest.warns(MetaSelectWarning, match=r"a second column named 'a' is read as 'a\.1'"):
        MetaSelectClassifier(**QUICK).fit(table, target_for(MetaSelectClassifier, raw_table()))


STRANGE_TARGETS = [
    (["a", 1] * 60, "labels of several types, int and str"),
    ([int, float] * 60, "which have no order"),
    (np.array(["a", None] * 60, dtype=object), "60 of 120 rows have no target"),
    (pd.array(["a", "b", None] * 40, dtype="string"), "40 of 120 rows have no target"),
    (pd.array([True, False, None] * 40, dtype="boolean"), "40 of 120 rows have no target"),
    ([b"a", b"b"] * 60, "holds bytes"),
    ([1 + 1j, 2] * 60, "Complex data not supported"),
]


@pytest.mark.parametrize(("y", "message"), STRANGE_TARGETS, ids=[message for _, message in STRANGE_TARGETS])
def test_strange_labels_are_refused_in_one_sentence(y, message):
    y = np.array(y, dtype=object) if isinstance(y, list) else y
    with pytest.raises(ValueError, match=message) as error:
        quick(MetaSelectClassifier, y=y)
    assert "\n" not in str(error.value)


def test_labels_of_any_one_type_are_learned():
    old = raw_table()["age"].fillna(40) > 40
    for y in (old.astype(object), pd.array(old, dtype="boolean"), pd.Categorical(old), old.map({True: 5, False: 7})):
        assert set(quick(MetaSelectClassifier, y=y).predict(raw_table())) <= set(np.asarray(y))
    days = [datetime.date(2020, 1, 1 + i % 3) for i in range(N)]
    assert quick(MetaSelectClassifier, y=days).classes_.tolist() == sorted(set(days))


def test_numbers_in_text_are_numbers():
    age = raw_table()["age"].fillna(40).round(2)
    predicted = quick(MetaSelectRegressor, y=age).predict(raw_table())
    assert np.allclose(quick(MetaSelectRegressor, y=age.map(str)).predict(raw_table()), predicted)
    with pytest.raises(ValueError, match="no number, such as 'unknown'"):
        quick(MetaSelectRegressor, y=age.map(str).where(age.index > 0, "unknown"))


@pytest.mark.parametrize("estimator_class", ESTIMATORS)
def test_whole_weights_are_repetitions_for_any_learner(estimator_class):
    table = raw_table()
    y = np.asarray(target_for(estimator_class, table))
    counts = np.random.default_rng(0).integers(0, 3, len(y))
    rows = np.repeat(np.arange(len(y)), counts)
    weighted = quick(estimator_class, fit_with={"sample_weight": counts})
    repeated = quick(estimator_class, table.iloc[rows], y[rows], {"sample_weight": np.ones(len(rows))})
    assert np.array_equal(weighted.predict(table), repeated.predict(table))


@pytest.mark.parametrize("estimator_class", ESTIMATORS)
def test_other_weights_are_for_learners_that_take_them(estimator_class):
    rng = np.random.default_rng(0)
    table = pd.DataFrame({"x": rng.normal(size=N), "z": rng.normal(size=N)})
    y = (table["x"] > 0) if estimator_class is MetaSelectClassifier else table["x"]
    # A few rows that say the opposite, and count for more than all others.
    wrong = np.arange(N) < 20
    y = np.where(wrong, ~y if estimator_class is MetaSelectClassifier else -y, y)
    weights = np.where(wrong, 50.5, 0.01)
    estimator = quick(estimator_class, table, y, {"sample_weight": weights})
    learners = [candidate.configuration.learner for candidate in estimator.recommendation_]
    assert not {"k_nearest_neighbors", "gaussian_process", "linear_discriminant"} & set(learners)
    fits_those = estimator.score(table[wrong], y[wrong])
    assert fits_those > estimator.score(table[~wrong], y[~wrong])
    assert fits_those > 0.7


@pytest.mark.parametrize("weights", [np.zeros(N), -np.ones(N), np.ones(5), ["a"] * N], ids=["0", "-1", "few", "text"])
def test_wrong_weights_are_refused(weights):
    with pytest.raises(ValueError):
        quick(MetaSelectClassifier, fit_with={"sample_weight": weights})


def test_sparse_matrices_are_as_their_cells():
    X = scipy.sparse.random(N, 6, 0.2, random_state=0)
    y = np.where(np.asarray(X.sum(axis=1)).ravel() > 0.5, "much", "little")
    expected = quick(MetaSelectClassifier, X.toarray(), y).predict(X.toarray())
    for kind in ("csr_matrix", "csc_array", "coo_matrix"):
        sparse = getattr(scipy.sparse, kind)(X)
        assert np.array_equal(quick(MetaSelectClassifier, sparse, y).predict(sparse), expected), kind


def test_a_sparse_matrix_too_large_for_memory_is_one_sentence():
    X = scipy.sparse.csr_matrix((N, 3_000_000))
    with pytest.raises(ValueError, match="Select columns, or reduce them with TruncatedSVD"):
        quick(MetaSelectClassifier, X, [0, 1] * 60)


def shown_by(learner, task, table, y, **hyperparameters):
    """Return an estimator whose best model is given."""
    estimator = (MetaSelectRegressor if task == "regression" else MetaSelectClassifier)()
    estimator.best_estimator_ = make_configuration(learner, **hyperparameters).build(task).fit(table, y)
    estimator.n_features_in_ = table.shape[1]
    return estimator


@pytest.mark.parametrize("encoding", ["onehot", "ordinal", "target"])
@pytest.mark.parametrize("learner", ["random_forest", "xgboost"])
def test_importances_are_of_the_columns_of_the_table(learner, encoding):
    table = raw_table().assign(age_sp_1=1.0, city_Rome="x")
    y = np.where(table["since"] > table["since"].median(), "late", "early")
    importances = shown_by(learner, "binary", table, y, encoding=encoding).feature_importances_
    assert importances.shape == (table.shape[1],)
    assert importances.sum() == pytest.approx(1.0, abs=1e-6)
    assert table.columns[importances.argmax()] == "since"
    assert importances[list(table.columns).index("void")] == 0


def test_importances_and_coefficients_are_there_where_the_model_has_them():
    table = raw_table()
    y = target_for(MetaSelectClassifier, table)
    forest = shown_by("random_forest", "binary", table, y)
    linear = shown_by("logistic_regression", "binary", table, y, basis="splines")
    ridge = shown_by("elastic_net", "regression", table, target_for(MetaSelectRegressor, table))
    mixed = shown_by("k_nearest_neighbors", "binary", table, y, reduction="pca")
    assert hasattr(forest, "feature_importances_")
    assert not hasattr(forest, "coef_")
    assert not hasattr(linear, "feature_importances_")
    for estimator in (linear, ridge):
        assert estimator.coef_.shape[-1] == len(estimator.best_estimator_[:-1].get_feature_names_out())
    assert not hasattr(mixed, "feature_importances_")
    assert not hasattr(MetaSelectClassifier(), "coef_")


def test_a_name_for_the_target_is_refused_in_a_sentence():
    with pytest.raises(DatasetError, match="y is 'city'; expected the target"):
        MetaSelectClassifier().fit(raw_table(), "city")


@pytest.mark.parametrize("estimator_class", ESTIMATORS)
def test_an_array_in_place_of_a_table_is_warned_of_once(estimator_class, tiny_knowledge_base):
    table = raw_table()[["age", "city"]]
    model = estimator_class(knowledge_base=tiny_knowledge_base).fit(table, target_for(estimator_class, table))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        predicted = model.predict(table.to_numpy())
    assert len(caught) == 1
    assert (predicted == model.predict(table)).all()


@pytest.mark.parametrize("estimator_class", ESTIMATORS)
def test_a_table_in_place_of_an_array_is_warned_of_once(estimator_class, tiny_knowledge_base):
    table = raw_table()[["age", "city"]]
    model = estimator_class(knowledge_base=tiny_knowledge_base)
    model.fit(table.to_numpy(), target_for(estimator_class, table))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        predicted = model.predict(table)
    assert len(caught) == 1
    assert (predicted == model.predict(table.to_numpy())).all()


def test_masked_cells_are_missing(tiny_knowledge_base):
    age = raw_table()["age"].to_numpy()
    X = np.column_stack([age, np.arange(N) % 7.0])
    masked = np.ma.masked_invalid(np.nan_to_num(X, nan=-999))
    masked[:, 0] = np.ma.masked_less(masked[:, 0], -900)
    y = target_for(MetaSelectClassifier, raw_table())
    models = [MetaSelectClassifier(knowledge_base=tiny_knowledge_base).fit(table, y) for table in (X, masked)]
    assert (models[0].predict_proba(X) == models[1].predict_proba(masked)).all()
    with pytest.raises(DatasetError, match="1 of 120 rows have no target"):
        MetaSelectRegressor().fit(X, np.ma.masked_greater(np.arange(N), N - 2))


def test_roles_that_are_no_mapping_are_refused():
    with pytest.raises(ConfigurationError, match="expected a mapping such as"):
        MetaSelectClassifier(roles=["age"]).fit(raw_table(), target_for(MetaSelectClassifier, raw_table()))


def test_threads_are_a_number():
    with pytest.raises(ConfigurationError, match="n_jobs is 'all'; expected a whole number"):
        MetaSelectClassifier(n_jobs="all").fit(raw_table(), target_for(MetaSelectClassifier, raw_table()))
