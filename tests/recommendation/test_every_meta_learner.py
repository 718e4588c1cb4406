"""Every meta-learner advises, alone and in an ensemble: what one cannot say is left out, and nothing fails."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from sklearn.neighbors import KNeighborsRegressor

from metaselect.metafeatures import extract_metafeatures
from metaselect.metalearners import META_LEARNERS, EnsembleMetaLearner, make_meta_learner
from metaselect.recommendation import Recommender

PAIRS = list(product(META_LEARNERS, repeat=2))
# One with weights and contributions, one with a path, one that looks at no metafeature, and ridge beside itself.
FEW_PAIRS = [("ridge", "forest"), ("forest", "ridge"), ("tree", "ridge"), ("ridge", "single_best"), ("ridge", "ridge")]
pytestmark = pytest.mark.usefixtures("small_forests")


@pytest.fixture(scope="module")
def few_known(tiny_knowledge_base):
    """Twelve datasets, small and large ones, and three configurations: any meta-learner is fitted at once."""
    known = tiny_knowledge_base.select(tiny_knowledge_base.datasets.query("task == 'binary'").index[::2])
    chosen = known.evaluations["configuration"].unique()[[0, 4, 5]]
    evaluations = known.evaluations[known.evaluations["configuration"].isin(chosen)]
    return replace(
        known,
        configurations={name: known.configurations[name] for name in chosen},
        evaluations=evaluations.reset_index(drop=True),
    )


@pytest.fixture(scope="module")
def advise(few_known, dataset_with_missing):
    """Return a function from a meta-learner to its advice for one dataset, described once."""
    metafeatures = extract_metafeatures(dataset_with_missing, names=few_known.used_metafeatures)

    def advise(meta_learner):
        recommender = Recommender(meta_learner).fit(few_known, "binary")
        return recommender.recommend(dataset_with_missing, n=3, metafeatures=metafeatures)

    return advise


def check(recommendation):
    assert [candidate.rank for candidate in recommendation.candidates] == [1, 2, 3]
    assert len(set(recommendation.configurations)) == 3
    for attribution in (recommendation.explanation.first, recommendation.explanation.against_second):
        if attribution is not None:
            effects = sum(reason.effect for reason in attribution.reasons)
            total = attribution.base - effects + attribution.correction
            assert total == pytest.approx(attribution.prediction, abs=1e-12)


@pytest.mark.parametrize("name", META_LEARNERS)
def test_alone(name, advise):
    recommendation = advise(name)
    check(recommendation)
    assert recommendation.meta_learner == name


@pytest.mark.parametrize("members", FEW_PAIRS, ids="-".join)
def test_first_and_second_beside_ridge(members, advise):
    check(advise(EnsembleMetaLearner(members)))


@pytest.mark.slow
@pytest.mark.parametrize("members", [pair for pair in PAIRS if pair not in FEW_PAIRS], ids="-".join)
def test_every_ordered_pair(members, advise):
    check(advise(EnsembleMetaLearner(members)))


def test_members_that_know_no_weights_make_an_ensemble(advise):
    recommendation = advise(EnsembleMetaLearner(members=("ridge", "gaussian_process")))
    assert recommendation.neighbors == ()
    assert recommendation.reasons


def test_any_regressor_advises(advise):
    recommendation = advise(KNeighborsRegressorOfWhatIsDefined(n_neighbors=3))
    check(recommendation)
    assert recommendation.neighbors == ()
    assert recommendation.explanation.first is None
    assert recommendation.explanation.path is not None


def test_who_looks_at_metafeatures_predicts_differently_from_dataset_to_dataset(few_known):
    examples = few_known.meta_examples("binary")
    for name in META_LEARNERS:
        fitted = make_meta_learner(name).fit(examples.M, examples.R)
        assert fitted.uses_metafeatures == bool(np.ptp(fitted.predict(examples.M), axis=0).any()), name


class KNeighborsRegressorOfWhatIsDefined(KNeighborsRegressor):
    """A regressor of scikit-learn's interface alone."""

    def fit(self, M, R):
        return super().fit(np.nan_to_num(M), np.nan_to_num(R, nan=1.0))

    def predict(self, M):
        return super().predict(np.nan_to_num(M))
