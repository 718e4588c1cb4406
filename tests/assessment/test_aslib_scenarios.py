import dataclasses

import numpy as np
import pandas as pd
import pytest

from metaselect.assessment import evaluate_on_scenario
from metaselect.assessment.aslib_scenarios import _choose, scenario_regret
from metaselect.exceptions import ScenarioError
from metaselect.knowledge import Scenario
from metaselect.metalearners import make_meta_learner


@pytest.fixture
def scenario():
    """A feature says which of two algorithms is fast; a third is never the worst and rarely the best."""
    rng = np.random.default_rng(0)
    names = [f"i{i}" for i in range(120)]
    size = rng.random(120)
    runtimes = pd.DataFrame(
        {
            "small": np.where(size < 0.5, 1.0, np.nan),
            "great": np.where(size < 0.5, np.nan, 2.0),
            "safe": np.full(120, 40.0),
        },
        index=names,
    )
    folds = pd.DataFrame({"instance": names, "repetition": 1, "fold": np.arange(120) % 10})
    return Scenario(
        name="made",
        features=pd.DataFrame({"size": size, "noise": rng.random(120)}, index=names),
        performance=runtimes,
        folds=folds,
        maximize=False,
        cutoff=60.0,
        feature_costs=pd.Series(0.0, index=names),
        presolved=pd.Series(False, index=names),
    )


def test_a_planted_rule_closes_the_gap(scenario):
    comparison = evaluate_on_scenario(["tree", "single_best"], scenario)
    assert comparison["gap"]["single_best"] == pytest.approx(1.0)
    assert comparison["gap"]["tree"] < 0.4
    assert comparison["gap_low"]["tree"] <= comparison["gap"]["tree"] <= comparison["gap_high"]["tree"]
    oracle, single_best, score = comparison.loc["tree", ["oracle", "single_best", "score"]]
    assert comparison["gap"]["tree"] == pytest.approx((score - oracle) / (single_best - oracle))
    assert single_best == 40.0


def test_a_choice_does_not_depend_on_what_happened_on_the_test_instances(scenario):
    is_test = (scenario.folds["fold"] == 0).to_numpy()
    train, test = np.flatnonzero(~is_test), np.flatnonzero(is_test)
    changed = scenario.performance.copy()
    changed.iloc[test] = np.random.default_rng(1).random((len(test), 3))
    tree = make_meta_learner("tree")
    before = _choose(tree, scenario, train, test)
    after = _choose(tree, dataclasses.replace(scenario, performance=changed), train, test)
    assert np.array_equal(before, after)


def test_the_time_of_features_counts_where_it_is_said_to(scenario):
    costly = dataclasses.replace(scenario, feature_costs=scenario.feature_costs + 30.0)
    free, paid = (evaluate_on_scenario(["tree"], s).loc["tree"] for s in (scenario, costly))
    assert paid["gap"] == free["gap"] == free["gap_with_costs"]
    assert paid["gap_with_costs"] > free["gap_with_costs"]
    solved = dataclasses.replace(costly, presolved=~scenario.presolved)
    assert evaluate_on_scenario(["random"], solved)["gap_with_costs"].item() == pytest.approx(
        (30 - 1.5) / 38.5, abs=0.02
    )


def test_a_scenario_with_nothing_to_select_is_refused(scenario):
    same = dataclasses.replace(
        scenario, performance=scenario.performance[["safe", "safe"]].set_axis(["a", "b"], axis=1)
    )
    with pytest.raises(ScenarioError, match="nothing to select"):
        evaluate_on_scenario(["forest"], same)


def test_regret_is_between_the_best_and_the_worst():
    regret = scenario_regret(np.array([[1.0, 10.0, 1000.0], [5.0, 5.0, 5.0]]))
    assert regret[0, 0] == 0
    assert regret[0, 2] == 1
    assert 0 < regret[0, 1] < 0.5
    assert np.isnan(regret[1]).all()
