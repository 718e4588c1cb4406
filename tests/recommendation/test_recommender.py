from dataclasses import replace

import numpy as np
import pytest

from metaselect.data import TASKS, Dataset
from metaselect.exceptions import ConfigurationError, KnowledgeBaseError
from metaselect.metafeatures import extract_metafeatures
from metaselect.recommendation import MachineSpeed, Recommender, recommend, recommend_for_dataset
from metaselect.report import confidence_words

pytestmark = pytest.mark.usefixtures("small_forests")


@pytest.fixture(scope="module")
def clients(dataset_with_missing):
    return dataset_with_missing


@pytest.fixture(scope="module")
def recommender(tiny_knowledge_base, small_forests):
    return Recommender().fit(tiny_knowledge_base, "binary")


def test_best_builds_a_pipeline_that_fits_the_raw_table(recommender, clients):
    pipeline = recommender.recommend(clients).best.build()
    assert set(pipeline.fit(clients.X, clients.y).predict(clients.X)) <= {"no", "yes"}


def test_expected_score_lies_in_its_interval_and_in_the_range_of_the_metric(recommender, clients):
    for candidate in recommender.recommend(clients, n=6).candidates:
        low, high = candidate.interval
        assert low <= candidate.expected_score <= high <= 1.0
        assert candidate.fit_seconds > 0


def test_scores_of_groups_and_times_are_not_expected_of_shuffled_rows(tiny_knowledge_base, recommender, clients):
    evaluations = tiny_knowledge_base.evaluations
    names = tiny_knowledge_base.datasets.query("task == 'binary'").index
    split = {names[-1]: "5-fold by group", names[-2]: "5-fold by time"}
    plans = evaluations["dataset"].map(split).fillna("5-fold")
    mixed = replace(tiny_knowledge_base, evaluations=evaluations.assign(resampling=plans))
    expected = Recommender().fit(mixed, "binary").learned_.expected_scores
    n_all = len(recommender.learned_.expected_scores.targets_)
    assert len(expected.targets_) == n_all - 2
    all_by_time = replace(tiny_knowledge_base, evaluations=evaluations.assign(resampling="5-fold by time"))
    assert len(Recommender().fit(all_by_time, "binary").learned_.expected_scores.targets_) == n_all


def test_excluded_learners_are_not_recommended(recommender, clients):
    first = recommender.recommend(clients).best.configuration
    for excluded in (first.learner, first.id):
        assert first not in recommender.recommend(clients, n=6, exclude=[excluded]).configurations


def test_excluding_an_unknown_learner_is_an_error(recommender, clients):
    with pytest.raises(ConfigurationError, match="cannot exclude perceptron"):
        recommender.recommend(clients, exclude=["perceptron"])


def test_excluding_everything_is_an_error(recommender, clients):
    learners = {configuration.learner for configuration in recommender.learned_.configurations}
    with pytest.raises(ConfigurationError, match="nothing is left"):
        recommender.recommend(clients, exclude=learners)


def test_size_rules_of_learners_are_kept(tiny_knowledge_base):
    few = Dataset.from_arrays(np.arange(24.0).reshape(12, 2), ["a", "b"] * 6)
    recommendation = Recommender().fit(tiny_knowledge_base, "binary").recommend(few, n=6)
    assert "k_nearest_neighbors" not in {configuration.learner for configuration in recommendation.configurations}


def test_neighbors_are_known_datasets_of_the_task(recommender, clients):
    recommendation = recommender.recommend(clients)
    assert {neighbor.dataset for neighbor in recommendation.neighbors} <= set(recommender.learned_.examples.datasets)
    weights = [neighbor.weight for neighbor in recommendation.neighbors]
    assert weights == sorted(weights, reverse=True)


def test_a_meta_learner_that_treats_all_alike_gives_no_reasons(tiny_knowledge_base, clients):
    recommendation = Recommender("single_best").fit(tiny_knowledge_base, "binary").recommend(clients)
    assert recommendation.neighbors == ()
    assert recommendation.reasons == ()


def test_reasons_lower_the_predicted_regret(recommender, clients):
    assert all(reason.effect > 0 for reason in recommender.recommend(clients).reasons)


def test_the_default_finds_the_planted_rule(tiny_knowledge_base, raw_data):
    def first_pick(n_rows):
        dataset = Dataset.from_arrays(*raw_data("binary", n_rows))
        recommendation = recommend_for_dataset(dataset, knowledge_base=tiny_knowledge_base)
        assert not recommendation.confidence.abstains
        return recommendation.best.configuration.learner

    rows = tiny_knowledge_base.datasets["n_rows"]
    assert first_pick(int(rows.min())) in {"logistic_regression", "linear_discriminant", "gaussian_naive_bayes"}
    assert first_pick(int(rows.max())) in {"hist_gradient_boosting", "decision_tree"}


def test_recommend_takes_a_table_and_a_target(tiny_knowledge_base, clients):
    recommendation = recommend(clients.X, clients.y, knowledge_base=tiny_knowledge_base, top=2, metric="accuracy")
    assert recommendation.metric == "accuracy"
    assert list(recommendation.to_frame().index) == [1, 2]
    assert "accuracy" in repr(recommendation)


def test_what_is_printed_says_how_sure_and_why(recommender, clients, strange):
    recommendation = recommender.recommend(clients)
    *_, sure, why = repr(recommendation).splitlines()
    assert sure == f"How sure: {confidence_words(recommendation.confidence)[0]}"
    assert why.startswith(f"Why: {recommendation.reasons[0]}")
    assert repr(recommender.recommend(strange)).splitlines()[-1].startswith("How sure: nothing known is similar")


@pytest.mark.grows_anew
def test_same_random_state_same_recommendation(tiny_knowledge_base, clients):
    first, second = (
        recommend(clients.X, clients.y, knowledge_base=tiny_knowledge_base, random_state=3).to_frame() for _ in range(2)
    )
    assert first.equals(second)


def test_a_known_dataset_is_left_out_of_its_own_advice(tiny_knowledge_base, clients):
    """The advice for a dataset in the knowledge base rests on all others, without its whole origin."""
    name = tiny_knowledge_base.datasets.index[0]
    origin = tiny_knowledge_base.datasets.loc[name, "origin"]
    binary = tiny_knowledge_base.datasets.query("task == 'binary'")
    family = binary.index[binary["origin"] == origin]
    assert len(family) == 2
    metafeatures = tiny_knowledge_base.metafeatures.copy()
    metafeatures.loc[name] = extract_metafeatures(clients).as_series()
    knowledge_base = replace(tiny_knowledge_base, metafeatures=metafeatures)
    recommendation = recommend_for_dataset(clients, knowledge_base=knowledge_base)
    assert recommendation.n_known_datasets == len(binary) - len(family)
    assert not set(family) & {neighbor.dataset for neighbor in recommendation.neighbors}
    assert any(f"holds this very dataset ({origin})" in str(warning) for warning in recommendation.warnings)


@pytest.fixture(scope="module")
def strange():
    """A dataset unlike all known ones."""
    rng = np.random.default_rng(0)
    return Dataset.from_arrays(rng.pareto(0.2, (400, 90)), rng.random(400) < 0.02)


def test_a_dataset_unlike_all_known_ones_gets_the_order_that_is_best_on_average(recommender, strange):
    recommendation = recommender.recommend(strange, n=6)
    assert recommendation.confidence.abstains
    assert recommendation.confidence.familiarity < 0.05
    assert recommendation.reasons == recommendation.neighbors == ()
    average = recommender.learned_.average_order
    assert recommendation.best.configuration == recommender.learned_.configurations[average.argmin()]
    by_id = dict(zip(recommender.learned_.examples.configurations, average, strict=True))
    assert all(
        candidate.predicted_regret == by_id[candidate.configuration.id] for candidate in recommendation.candidates
    )
    # The same short list for any other strange dataset.
    other = Dataset.from_arrays(strange.X * 3 + 1, strange.y[::-1])
    again = recommender.recommend(other, n=6)
    assert again.confidence.abstains
    assert again.configurations == recommendation.configurations


def test_a_far_dataset_within_the_range_of_distances_is_warned_of(recommender, clients, monkeypatch):
    monkeypatch.setattr(type(recommender.learned_.familiarity), "predict", lambda self, m: 0.04)
    recommendation = recommender.recommend(clients)
    assert not recommendation.confidence.abstains
    assert any("unlike" in str(warning) for warning in recommendation.warnings)


def test_the_order_does_not_depend_on_the_speed_of_the_machine(recommender, clients):
    for cheap in (False, True):
        here, there = (
            recommender.recommend(clients, n=6, cheap=cheap, speed=MachineSpeed(factor, measured=True))
            for factor in (1.0, 50.0)
        )
        assert here.configurations == there.configurations
        assert there.best.fit_seconds == pytest.approx(50 * here.best.fit_seconds)
        assert there.best.predict_seconds == pytest.approx(50 * here.best.predict_seconds)


def test_cheap_says_what_is_given_up_for_how_much_time(recommender, raw_data):
    dataset = Dataset.from_arrays(*raw_data("binary", 700))
    usual, cheap = (recommender.recommend(dataset, n=6, cheap=cheap) for cheap in (False, True))
    assert usual.trade is None
    assert cheap.trade.instead_of == usual.best.configuration
    assert cheap.trade.seconds_saved == pytest.approx(usual.best.fit_seconds - cheap.best.fit_seconds)
    assert cheap.trade.score_lost == pytest.approx(usual.best.expected_score - cheap.best.expected_score)
    assert cheap.trade.seconds_saved >= 0


def test_memory_is_expected_where_the_knowledge_base_holds_it(tiny_knowledge_base, recommender, clients):
    assert recommender.recommend(clients).best.peak_megabytes == pytest.approx(1.0, rel=0.1)
    without = replace(tiny_knowledge_base, evaluations=tiny_knowledge_base.evaluations.drop(columns="peak_megabytes"))
    assert np.isnan(Recommender().fit(without, "binary").recommend(clients).best.peak_megabytes)


def test_contributions_sum_to_the_predicted_regret(recommender, clients):
    recommendation = recommender.recommend(clients)
    first, second = recommendation.candidates[:2]
    for attribution, predicted in (
        (recommendation.explanation.first, first.predicted_regret),
        (recommendation.explanation.against_second, first.predicted_regret - second.predicted_regret),
    ):
        assert attribution.prediction == pytest.approx(predicted)
        effects = sum(reason.effect for reason in attribution.reasons)
        total = attribution.base - effects + attribution.correction
        assert total == pytest.approx(attribution.prediction, abs=1e-12)


def test_the_answer_does_not_depend_on_the_names_of_classes_or_the_order_of_columns(recommender, clients):
    renamed = Dataset.from_arrays(clients.X.iloc[:, ::-1], np.where(clients.y == "yes", "b", "a"), name="people")
    one, other = recommender.recommend(clients), recommender.recommend(renamed)
    assert one.validation == other.validation
    assert one.metric_advice == other.metric_advice
    assert [str(change) for change in one.explanation.counterfactuals] == [
        str(change) for change in other.explanation.counterfactuals
    ]


def test_a_dataset_larger_than_all_known_ones_is_warned_of(recommender):
    rng = np.random.default_rng(0)
    large = Dataset.from_arrays(rng.normal(size=(30_000, 2)), rng.random(30_000) < 0.5)
    assert any("30000" in str(warning) for warning in recommender.recommend(large).warnings)


def test_a_task_without_knowledge_is_an_error(tiny_knowledge_base):
    origins = tiny_knowledge_base.datasets.query("task == 'regression'")["origin"]
    with pytest.raises(KnowledgeBaseError, match="regression"):
        Recommender().fit(tiny_knowledge_base.without(*origins), "regression")


def test_an_unknown_metric_is_an_error(tiny_knowledge_base):
    with pytest.raises(ConfigurationError, match="did you mean 'roc_auc'"):
        Recommender(metric="rocauc").fit(tiny_knowledge_base, "binary")


# Of 5,200 rows, metafeatures look at a sample.
@pytest.mark.parametrize(("task", "n_rows"), [*((task, 200) for task in TASKS), ("multiclass", 5_200)])
def test_advice_does_not_depend_on_orders_and_names(tiny_knowledge_base, raw_data, task, n_rows):
    X, y = raw_data(task, n_rows)
    recommender = Recommender().fit(tiny_knowledge_base, task)
    rng = np.random.default_rng(0)
    rows, columns = rng.permutation(n_rows), rng.permutation(X.shape[1])
    other_y = y if task == "regression" else np.array([f"class {label[::-1]}" for label in y])
    other_X = X.iloc[rows, columns].set_axis([f"column {i}" for i in range(len(columns))], axis=1)
    first = recommender.recommend(Dataset.from_arrays(X, y, task=task))
    second = recommender.recommend(Dataset.from_arrays(other_X, other_y[rows], task=task))
    assert first.configurations == second.configurations
    assert first.neighbors == second.neighbors
    assert first.reasons == second.reasons
    for one, other in zip(first.candidates, second.candidates, strict=True):
        expected = [one.expected_score, *one.interval, one.fit_seconds, one.predicted_regret]
        assert [other.expected_score, *other.interval, other.fit_seconds, other.predicted_regret] == pytest.approx(
            expected, rel=1e-12
        )
