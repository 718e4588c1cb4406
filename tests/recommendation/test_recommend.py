"""Calls from Python, as people make them."""

import json
import pickle
import warnings

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import make_scorer

from metaselect import Configuration, Dataset, extract_metafeatures, load_knowledge_base
from metaselect.data import read_file
from metaselect.exceptions import ConfigurationError, DatasetError, MetaSelectError, MetaSelectWarning
from metaselect.learners import make_configuration
from metaselect.recommendation import recommend


def customers(n_rows=120):
    rng = np.random.default_rng(0)
    table = pd.DataFrame({"age": rng.normal(40, 9, n_rows), "city": rng.choice(["Rome", "Oslo", "Lima"], n_rows)})
    return table.assign(churn=np.where(table["age"] + rng.normal(0, 5, n_rows) > 40, "yes", "no"))


@pytest.fixture(scope="module")
def advise(tiny_knowledge_base):
    def advise(*arguments, **options):
        # What is asked here does not depend on the meta-learner; of this one every answer comes at once.
        return recommend(*arguments, **{"knowledge_base": tiny_knowledge_base, "meta_learner": "nearest", **options})

    return advise


@pytest.fixture(scope="module")
def usual(advise):
    table = customers()
    return advise(table[["age", "city"]], table["churn"], top=3)


def test_the_target_may_be_a_column_of_the_table(advise, usual):
    assert advise(customers(), "churn", top=3).to_frame().equals(usual.to_frame())
    numbered = customers().set_axis([0, 1, 2], axis=1)
    assert advise(numbered, 2, top=3).dataset.n_columns == 2
    deep = customers().set_axis(pd.MultiIndex.from_tuples([("x", "age"), ("x", "city"), ("y", "churn")]), axis=1)
    assert advise(deep, ("y", "churn"), top=3).dataset.n_columns == 2
    assert advise(customers().rename(columns={"churn": "target"}), top=3).dataset.target == "target"


def test_a_file_is_read(advise, tmp_path, usual):
    customers().to_csv(tmp_path / "people.csv", index=False)
    for path in (tmp_path / "people.csv", str(tmp_path / "people.csv")):
        recommendation = advise(path, "churn", top=3)
        assert recommendation.dataset.name == "people"
        assert recommendation.configurations == usual.configurations


def bad_calls():
    table = customers()
    X, y = table[["age", "city"]], table["churn"]
    yield "no such column", (table, "chrn"), {}
    yield "no target", (X,), {}
    yield "no table for a name", (X.to_numpy(), "churn"), {}
    yield "no such file", ("nowhere.csv", "churn"), {}
    yield "a file and a target", ("nowhere.csv", y.to_numpy()), {}
    yield "two targets of one name", (pd.concat([table, table[["churn"]]], axis=1), "churn"), {}
    yield "a number for a target", (X, 5), {}
    for options in (
        *({"top": top} for top in (0, -1, 2.5, "3", None, True)),
        *({"exclude": exclude} for exclude in ("xgbost", ["ridgee"], [3], 3, None)),
        *({"roles": roles} for roles in (["age"], "age")),
        *({"metric": metric} for metric in (5, "acuracy", ["f1"], "r2")),
        *({"random_state": state} for state in (None, -1, "0", np.random.RandomState(0))),
        {"task": "clustering"},
        {"task": "regression"},
        {"meta_learner": "forrest"},
    ):
        yield str(options), (X, y), options


def test_bad_arguments_are_one_sentence_each(advise):
    failures = []
    for name, arguments, options in bad_calls():
        try:
            advise(*arguments, **options)
            failures.append(f"{name}: accepted")
        except MetaSelectError as error:
            failures += [f"{name}: {error}"] if "\n" in str(error) or len(str(error)) > 1000 else []
        except Exception as error:  # noqa: BLE001
            failures.append(f"{name}: {type(error).__name__}: {error}")
    assert not failures, "\n".join(failures)
    with pytest.raises(ConfigurationError, match="knowledge_base is 5"):
        recommend(customers(), "churn", knowledge_base=5)


def test_one_name_is_a_name(advise, usual):
    first = usual.best.configuration.learner
    recommendation = advise(customers(), "churn", exclude=first)
    assert first not in {candidate.configuration.learner for candidate in recommendation}


def test_a_function_as_metric_is_answered_by_a_stand_in_that_is_named(advise):
    def cost(y, predicted):
        return 0.0

    for metric in (cost, make_scorer(cost)):
        with pytest.warns(MetaSelectWarning, match="not scored by cost: candidates are ordered by roc_auc"):
            recommendation = advise(customers(), "churn", metric=metric)
        assert recommendation.metric == recommendation.scorer == "roc_auc"


def test_a_metric_that_was_not_recorded_is_answered_by_the_nearest(advise):
    with pytest.warns(MetaSelectWarning, match="ordered by neg_log_loss"):
        recommendation = advise(customers(), "churn", metric="neg_brier_score")
    assert (recommendation.metric, recommendation.scorer) == ("neg_log_loss", "neg_brier_score")
    assert "neg_brier_score" in str(recommendation)


def test_what_follows_from_recorded_scores_is_expected(advise):
    table = customers().drop(columns="churn")
    root, square = (
        advise(table, "age", metric=name, top=4) for name in ("neg_root_mean_squared_error", "neg_mean_squared_error")
    )
    assert square.metric == "neg_mean_squared_error"
    assert square.configurations == root.configurations
    for one, other in zip(root, square, strict=True):
        assert [other.expected_score, *other.interval] == pytest.approx(
            [-(score**2) for score in (one.expected_score, *one.interval)]
        )


def test_leaks_are_warned_of_and_stand_on_top(advise):
    table = customers().assign(left_on=lambda t: np.where(t["churn"] == "yes", 1.0, np.nan))
    with pytest.warns(MetaSelectWarning, match=r"left_on may leak the target.*roles=\{'left_on': 'drop'\}"):
        recommendation = advise(table, "churn")
    assert recommendation.is_inflated
    assert any("left_on may leak" in str(warning) for warning in recommendation.warnings)
    text = str(recommendation)
    assert text.index("left_on may leak") < text.index("the scores below are inflated") < text.index("expected")
    assert text.count("left_on may leak") == 1


def test_nothing_is_warned_of_without_need(advise):
    with warnings.catch_warnings():
        warnings.simplefilter("error", MetaSelectWarning)
        recommendation = advise(customers(), "churn")
    assert not recommendation.is_inflated
    assert recommendation.alarms == ()


def coded(n_rows=120):
    """Customers with -999 for a missing age, a number for each and the day."""
    table = customers(n_rows)
    table.loc[::6, "age"] = -999
    days = pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(n_rows) // 2, "D")
    return table.assign(number=np.arange(n_rows) * 7 % 1000, seen=days.strftime("%Y-%m-%d"))


def test_columns_are_what_the_user_says(advise):
    roles = {"number": "identifier", "seen": "time", "city": "group"}
    with pytest.warns(MetaSelectWarning, match="left out as identifiers: number"):
        recommendation = advise(coded(), "churn", roles=roles)
    assert recommendation.dataset.n_columns == 2
    assert recommendation.validation.groups == "city"
    assert recommendation.is_for_shuffled_rows
    by_time = advise(coded(), "churn", roles={"seen": "time"})
    assert (by_time.validation.splitter, by_time.validation.order) == ("TimeSeriesSplit", "seen")
    assert advise(coded(), "churn", roles={"number": "time"}).validation.order == "number"
    assert not advise(coded(), "churn", roles={"seen": "drop"}).is_for_shuffled_rows
    for roles, message in (({"city": "time"}, "neither dates nor numbers"), ({"city": "tim"}, "role 'tim'")):
        with pytest.raises(MetaSelectError, match=message):
            advise(coded(), "churn", roles=roles)


@pytest.mark.parametrize("missing", [-999, "-999", ["age=-999"], {"age": -999}])
def test_marks_of_missing_values_are_missing_in_later_rows_too(advise, missing):
    table = coded()
    as_gaps = table.assign(age=table["age"].where(table["age"] != -999))
    recommendation = advise(table, "churn", missing=missing, top=1)
    assert recommendation.configurations == advise(as_gaps, "churn", top=1).configurations
    assert any("20 cells" in str(warning) or "age" in str(warning) for warning in recommendation.warnings)
    pipeline = recommendation.best.build().fit(table, table["churn"])
    later = table[:5].assign(age=-999.0)
    assert np.array_equal(pipeline.predict(later), pipeline.predict(later.assign(age=np.nan)))


def test_a_dataset_is_as_good_as_its_table(advise):
    dataset = Dataset.from_arrays(customers()[["age", "city"]], customers()["churn"])
    assert advise(dataset, top=2).configurations == advise(customers(), "churn", top=2).configurations
    with pytest.raises(DatasetError, match="give it alone"):
        advise(dataset, customers()["churn"])


def test_what_is_printed_speaks_python(usual):
    text = str(usual)
    assert "--" not in text
    assert "Validate with" in text
    assert "code()" in text


def test_a_recommendation_is_a_sequence_of_candidates(usual):
    assert len(usual) == 3
    assert list(usual) == [usual[0], usual[1], usual[-1]] == list(usual.candidates)
    assert usual[:2] == usual.candidates[:2]
    assert usual.best in usual


def test_a_recommendation_as_json(usual):
    answer = json.loads(usual.to_json())
    assert [candidate["rank"] for candidate in answer["candidates"]] == [1, 2, 3]


def test_a_script_for_a_table_from_python_and_from_a_file(usual, advise, tmp_path):
    customers().to_csv(tmp_path / "people.csv", index=False)
    of_file = advise(tmp_path / "people.csv", "churn", top=3)
    for recommendation, name in ((usual, "table.csv"), (of_file, "people.csv")):
        script = recommendation.code()
        compile(script, "model.py", "exec")
        assert name in script
        assert "metaselect" not in script.split('"""')[2]


def test_the_table_is_not_saved_with_a_recommendation(usual):
    again = pickle.loads(pickle.dumps(usual))
    assert again.to_frame().equals(usual.to_frame())
    assert len(pickle.dumps(usual)) < 200_000
    with pytest.raises(ConfigurationError, match="without its table"):
        again.code()


def test_no_repr_is_longer_than_a_screen(usual, advise, raw_data, tmp_path):
    X, y = raw_data("binary", 200)
    wide = pd.DataFrame(np.random.default_rng(0).normal(size=(80, 300)))
    path = tmp_path / "wide.csv"
    wide.to_csv(path, index=False)
    shown = [
        usual,
        advise(customers(), "churn", top=50),
        Dataset.from_arrays(X, y),
        Dataset.from_arrays(wide, np.arange(80) % 2),
        extract_metafeatures(X, y),
        load_knowledge_base(),
        load_knowledge_base().meta_examples("binary"),
        usual.best,
        usual.explanation,
        usual.explanation.first,
        usual.explanation.path,
        usual.source,
        read_file(path),
    ]
    for value in shown:
        lines = [part for line in repr(value).splitlines() for part in range(1 + len(line) // 120)]
        assert len(lines) <= 24, repr(value)


def test_few_rows_have_no_odds(advise):
    few, enough = advise(customers(29), "churn"), advise(customers(120), "churn")
    assert not few.confidence.is_clear
    assert np.isnan(few.confidence.first_beats_second)
    assert "odds" not in str(few)
    assert "odds" in str(enough)


def test_metafeatures_of_a_table_and_its_target(raw_data):
    X, y = raw_data("binary", 100)
    by_dataset = extract_metafeatures(Dataset.from_arrays(X, y), groups=["simple"]).as_series()
    assert extract_metafeatures(X, y, groups=["simple"]).as_series().equals(by_dataset)
    with pytest.raises(DatasetError, match="give y too"):
        extract_metafeatures(X)
    with pytest.raises(DatasetError, match="leave y out"):
        extract_metafeatures(Dataset.from_arrays(X, y), y)


def test_hyperparameters_that_are_left_out_have_their_defaults():
    model = Configuration("random_forest", {"encoding": "onehot"}).build("binary")[-1]
    assert repr(model) == repr(make_configuration("random_forest").build("binary")[-1])
    X, y = customers()[["age", "city"]], customers()["churn"]
    assert Configuration("logistic_regression").build("binary").fit(X, y).score(X, y) > 0.7


@pytest.mark.parametrize(
    ("configuration", "task", "message"),
    [
        (Configuration("random_forest"), "clustering", "task 'clustering' is unknown"),
        (Configuration("linear_discriminant"), "regression", "not for regression"),
        (Configuration("random_forest", {"n_tres": 5}), "binary", "no hyperparameter 'n_tres'"),
        (Configuration("random_forrest"), "binary", "did you mean 'random_forest'"),
    ],
)
def test_what_cannot_be_built_is_refused(configuration, task, message):
    with pytest.raises(ConfigurationError, match=message):
        configuration.build(task)


@pytest.mark.parametrize(
    ("X", "message"),
    [
        ({"a": [1, 2, 3]}, r"X is a dict; .* pd.DataFrame\(X\)"),
        ([{"a": 1}, {"a": 2}, {"a": 3}], r"X is a list of records; .* pd.DataFrame\(X\)"),
        ("https://example.org/a.csv", "is the path"),
        (np.zeros((3, 2, 2)), "Give a DataFrame, an array or a list of rows"),
        (np.arange(3), "Reshape your data"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_give(X, message):
    with pytest.raises(DatasetError, match=message):
        recommend(X, [0, 1, 0])


def test_the_target_of_a_file_is_asked_for_by_what_recommend_takes(tmp_path):
    (tmp_path / "people.csv").write_text("age,fare\n1,2\n3,4\n")
    with pytest.raises(DatasetError, match="give its name as y= of recommend or target="):
        recommend(tmp_path / "people.csv")


def test_an_address_is_no_file():
    with pytest.raises(DatasetError, match="is an address, not a file; download it"):
        recommend("https://example.org/people.csv", "churn")


def test_roles_of_columns_that_are_not_there_are_refused_whatever_their_name():
    with pytest.raises(DatasetError, match="there is no column 7"):
        recommend(np.arange(60).reshape(20, 3), [0, 1] * 10, roles={7: "drop"})


def test_what_is_no_target_is_refused_with_its_type():
    with pytest.raises(DatasetError, match="y is a dict; expected one value per row"):
        recommend(np.arange(60).reshape(20, 3), dict(enumerate([0, 1] * 10)))
