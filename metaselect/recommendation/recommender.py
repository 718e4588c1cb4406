"""`Recommender`: a meta-learner joined to a knowledge base."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from metaselect.data import Dataset
from metaselect.evaluation import find_measure
from metaselect.exceptions import ConfigurationError, did_you_mean, shorten
from metaselect.knowledge import KnowledgeBase, learner_modules
from metaselect.learners import LEARNERS
from metaselect.metafeatures import MetaFeatures, extract_metafeatures
from metaselect.metalearners import DEFAULT_META_LEARNER, ForestMetaLearner, make_meta_learner
from metaselect.recommendation.expected_scores import ExpectedScores
from metaselect.recommendation.familiarity import Familiarity
from metaselect.recommendation.fit_times import FitTimes
from metaselect.recommendation.portfolio import advised_order, known_errors
from metaselect.recommendation.reasons import find_reasons
from metaselect.recommendation.recommendation import Candidate, Neighbor, Recommendation
from metaselect.seeding import seed_from

__all__ = ["Recommender", "sizes_and_seconds"]

_N_NEIGHBORS = 5
_FAR = 0.05


class Recommender:
    """Recommends configurations for a new dataset from what is known of past ones.

    Parameters
    ----------
    meta_learner : str or meta-learner
        A name in `META_LEARNERS`, or an unfitted regressor from metafeatures to regrets.
    metric : str, optional
        scikit-learn's scorer name; the primary metric of the task when not given.
    random_state : int
        For the meta-learner and the recommended pipelines.

    Examples
    --------
    >>> from sklearn.datasets import load_diabetes
    >>> from metaselect import Dataset, load_knowledge_base
    >>> diabetes = Dataset.from_arrays(*load_diabetes(return_X_y=True), name="diabetes")
    >>> recommender = Recommender().fit(load_knowledge_base(), "regression")
    >>> recommendation = recommender.recommend(diabetes, n=3)
    >>> len(recommendation.candidates), recommendation.metric
    (3, 'neg_root_mean_squared_error')
    """

    def __init__(self, meta_learner=DEFAULT_META_LEARNER, metric: str | None = None, random_state: int = 0):
        self.meta_learner = meta_learner
        self.metric = metric
        self.random_state = random_state

    def fit(self, knowledge_base: KnowledgeBase, task: str) -> Recommender:
        """Learn from the datasets of a task.

        Raises
        ------
        ConfigurationError
            If the meta-learner or the metric is unknown.
        KnowledgeBaseError
            If the knowledge base knows too few datasets of the task.
        """
        examples = knowledge_base.meta_examples(task, self.metric)
        seed = seed_from(self.random_state, "recommender")
        self.examples_ = examples
        self.knowledge_base_ = knowledge_base.name
        self.learner_modules_ = learner_modules(knowledge_base)
        self.measure_ = find_measure(examples.metric, task)
        self.configurations_ = [knowledge_base.configurations[id_] for id_ in examples.configurations]
        self.meta_learner_ = make_meta_learner(self.meta_learner, seed).fit(examples.M, examples.R)
        self.errors_ = known_errors(self.meta_learner_)
        first = getattr(self.meta_learner_, "members_", [self.meta_learner_])[0]  # an ensemble has the weights of this
        forest = first if isinstance(first, ForestMetaLearner) else None
        self.expected_scores_ = ExpectedScores(random_state=seed).fit(
            examples.M, examples.R, examples.skills, examples.origins, forest
        )
        self.familiarity_ = Familiarity().fit(examples.M, examples.origins)
        self.fit_times_ = FitTimes().fit(*sizes_and_seconds(knowledge_base, examples))
        self.scores_ = knowledge_base.scores(task, examples.metric)[0].loc[list(examples.datasets)]
        self.most_rows_ = int(knowledge_base.datasets.loc[list(examples.datasets), "n_rows"].max())
        return self

    def recommend(
        self,
        dataset: Dataset,
        n: int = 5,
        *,
        exclude: Collection[str] = (),
        metafeatures: MetaFeatures | None = None,
    ) -> Recommendation:
        """Return the `n` configurations to try on `dataset`, in order.

        Parameters
        ----------
        dataset : Dataset
        n : int
        exclude : collection of str
            Names of base learners or ids of configurations not to recommend.
        metafeatures : MetaFeatures, optional
            Those of `dataset`, when they have been extracted already.

        Raises
        ------
        ConfigurationError
            If `exclude` names nothing known, or leaves nothing to recommend.
        """
        m = (metafeatures or extract_metafeatures(dataset, names=self.examples_.metafeatures)).as_series()
        m = m.reindex(list(self.examples_.metafeatures)).to_numpy(dtype=float)
        allowed = self._allowed(dataset, exclude)
        predicted = self.meta_learner_.predict(m[None, :])[0]  # (n_configurations,)
        weights = self.meta_learner_.weights(m[None, :])[0] if hasattr(self.meta_learner_, "weights") else None
        order = self._order(predicted, weights, allowed, n)
        familiarity = self.familiarity_.predict(m)
        return Recommendation(
            dataset={
                "name": dataset.name,
                "n_rows": dataset.n_rows,
                "n_columns": dataset.n_columns,
                "task": dataset.task,
                "target": dataset.target,
            },
            metric=self.examples_.metric,
            candidates=tuple(self._candidates(dataset, m, order, predicted)),
            neighbors=tuple(self._neighbors(weights, order)),
            reasons=tuple(find_reasons(self.meta_learner_, self.examples_.M, m, self.examples_.metafeatures, order[0])),
            familiarity=familiarity,
            meta_learner=self.meta_learner if isinstance(self.meta_learner, str) else repr(self.meta_learner),
            n_known_datasets=len(self.examples_.datasets),
            knowledge_base=self.knowledge_base_,
            warnings=tuple(self._warnings(dataset, familiarity)),
        )

    def _allowed(self, dataset: Dataset, exclude: Collection[str]) -> np.ndarray:
        """Return the indices of the configurations that may be recommended."""
        learners = {configuration.learner for configuration in self.configurations_}
        known = learners | set(self.examples_.configurations) | set(LEARNERS)
        unknown = [name for name in exclude if name not in known]
        if unknown:
            raise ConfigurationError(
                f"cannot exclude {shorten(unknown)}{did_you_mean(unknown[0], learners)} "
                f"Base learners: {shorten(sorted(learners), 20)}"
            )
        allowed = [
            i
            for i, configuration in enumerate(self.configurations_)
            if configuration.learner in LEARNERS
            and configuration.learner not in exclude
            and configuration.id not in exclude
            and not configuration.why_not(
                task=dataset.task, n_rows=dataset.n_rows, smallest_class=dataset.smallest_class
            )
        ]
        if not allowed:
            raise ConfigurationError(f"nothing is left to recommend after excluding {shorten(exclude)}")
        return np.array(allowed)

    def _order(self, predicted: np.ndarray, weights: np.ndarray | None, allowed: np.ndarray, n: int) -> np.ndarray:
        """Return the indices of the recommended configurations: complementary where it is known how."""
        return advised_order(predicted, weights, self.errors_, self.examples_.R, allowed, n)

    def _candidates(self, dataset: Dataset, m: np.ndarray, order: np.ndarray, predicted: np.ndarray):
        dummy = self.measure_.dummy(dataset.codes)
        expected, low, high = (
            dummy + skills[0] * (self.measure_.perfect - dummy) for skills in self.expected_scores_.predict(m[None, :])
        )
        seconds = self.fit_times_.predict(dataset.n_rows, dataset.n_columns, dataset.n_classes or 1)
        for rank, i in enumerate(order, start=1):
            yield Candidate(
                rank=rank,
                configuration=self.configurations_[i],
                task=dataset.task,
                expected_score=float(expected[i]),
                interval=(float(low[i]), float(high[i])),
                fit_seconds=float(seconds[i]),
                predicted_regret=float(predicted[i]),
                random_state=self.random_state,
            )

    def _neighbors(self, weights: np.ndarray | None, order: np.ndarray):
        if weights is None:
            return
        for d in np.argsort(-weights, kind="stable")[:_N_NEIGHBORS]:
            scores = self.scores_.iloc[d]
            yield Neighbor(
                dataset=self.examples_.datasets[d],
                weight=float(weights[d]),
                best_learner=self.configurations_[int(np.nanargmax(scores))].learner,
                best_score=float(scores.max()),
                candidate_scores=tuple(float(scores.iloc[i]) for i in order),
            )

    def _warnings(self, dataset: Dataset, familiarity: float):
        yield from dataset.notes
        if familiarity < _FAR:
            yield (
                "this dataset is unlike nearly all known ones: take the order as a guess, the scores as uncertain, and "
                "compare the candidates on your data"
            )
        if dataset.n_rows > self.most_rows_:
            yield (
                f"the known datasets have up to {self.most_rows_} rows, this one has {dataset.n_rows}: scores may be "
                "better than expected, most of all those of flexible learners"
            )
        for learner in sorted({c.learner for c in self.configurations_} - set(LEARNERS)):
            module = self.learner_modules_.get(learner)
            hint = f"import {module}, or give --import {module}" if module else "import the module that registers it"
            yield f"{learner} is known but not recommended, as it is not registered here: {hint}"


def sizes_and_seconds(knowledge_base: KnowledgeBase, examples) -> tuple[np.ndarray, np.ndarray]:
    """Return training sizes (n_datasets, 3) and fit seconds (n_datasets, n_configurations)."""
    datasets = list(examples.datasets)
    rows = knowledge_base.evaluations[knowledge_base.evaluations["dataset"].isin(datasets)]
    seconds = rows.pivot(index="dataset", columns="configuration", values="fit_seconds")
    n_train_rows = rows[rows["status"] == "ok"].groupby("dataset")["n_train_rows"].max()
    described = knowledge_base.datasets.loc[datasets]
    sizes = np.column_stack(
        [
            n_train_rows.loc[datasets].to_numpy(dtype=float),
            described["n_columns"].to_numpy(dtype=float),
            pd.to_numeric(described["n_classes"]).fillna(1).to_numpy(dtype=float),
        ]
    )
    return sizes, seconds.loc[datasets, list(examples.configurations)].to_numpy(dtype=float)
