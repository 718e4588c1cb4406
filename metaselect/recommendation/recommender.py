"""`Recommender`: a meta-learner joined to a knowledge base."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import partial

import numpy as np

from metaselect.data import Dataset
from metaselect.evaluation import find_measure
from metaselect.exceptions import ConfigurationError, did_you_mean, shorten
from metaselect.knowledge import KnowledgeBase, learner_modules
from metaselect.learners import LEARNERS
from metaselect.metafeatures import MetaFeatures, extract_metafeatures
from metaselect.metalearners import DEFAULT_META_LEARNER, ForestMetaLearner, TreeMetaLearner, make_meta_learner
from metaselect.recommendation.confidence.confidence import Confidence, average_order, odds_of_first
from metaselect.recommendation.confidence.expected_scores import ExpectedScores
from metaselect.recommendation.confidence.familiarity import Familiarity
from metaselect.recommendation.confidence.more_rows import measure_more_rows
from metaselect.recommendation.costs.machine_speed import MachineSpeed
from metaselect.recommendation.costs.running_costs import RunningCosts
from metaselect.recommendation.costs.trade import PRICE, Trade, cheap_list
from metaselect.recommendation.explanation.attribution import attribute
from metaselect.recommendation.explanation.counterfactuals import find_counterfactuals
from metaselect.recommendation.explanation.decision_path import find_decision_path
from metaselect.recommendation.explanation.explanation import Explanation
from metaselect.recommendation.explanation.families import rank_families
from metaselect.recommendation.explanation.reasons import find_reasons
from metaselect.recommendation.guidance.caveats import LearnerNotRegistered, MoreRowsThanKnown, UnlikeKnown
from metaselect.recommendation.guidance.metric_advice import advise_metric
from metaselect.recommendation.guidance.splits import choose_validation
from metaselect.recommendation.portfolio import advised_order, known_errors, regret_scenarios, with_time
from metaselect.recommendation.recommendation import Candidate, Neighbor, Recommendation
from metaselect.seeding import seed_from

__all__ = ["Recommender"]

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
        self.running_costs_ = RunningCosts().fit(knowledge_base, examples)
        self.average_order_ = average_order(examples.R)
        is_tree = isinstance(self.meta_learner_, TreeMetaLearner)
        self.tree_ = self.meta_learner_ if is_tree else TreeMetaLearner(random_state=seed).fit(examples.M, examples.R)
        self.depends_on_data_ = bool(np.ptp(self.meta_learner_.predict(examples.M[:20]), axis=0).any())
        self.scores_ = knowledge_base.scores(task, examples.metric)[0].loc[list(examples.datasets)]
        # Read only where a table has more rows than any known one.
        self.measure_more_rows_ = partial(measure_more_rows, knowledge_base, task, examples.metric)
        self.most_rows_ = int(knowledge_base.datasets.loc[list(examples.datasets), "n_rows"].max())
        return self

    def recommend(
        self,
        dataset: Dataset,
        n: int = 5,
        *,
        exclude: Collection[str] = (),
        metafeatures: MetaFeatures | None = None,
        cheap: bool = False,
        speed: MachineSpeed | None = None,
    ) -> Recommendation:
        """Return the `n` configurations to try on `dataset`, in order.

        A dataset that is farther from the known ones than any of these is from the others gets the order that is best
        on average: see `Confidence`.

        Parameters
        ----------
        dataset : Dataset
        n : int
        exclude : collection of str
            Names of base learners or ids of configurations not to recommend.
        metafeatures : MetaFeatures, optional
            Those of `dataset`, when they have been extracted already.
        cheap : bool
            Whether fit time counts: see `cheap_list`.
        speed : MachineSpeed, optional
            Of the machine that seconds are to hold for; that which made the packaged knowledge base when not given.
            No order depends on it.

        Raises
        ------
        ConfigurationError
            If `exclude` names nothing known, or leaves nothing to recommend.
        """
        metafeatures = metafeatures or extract_metafeatures(dataset, names=self.examples_.metafeatures)
        m = metafeatures.as_series().reindex(list(self.examples_.metafeatures)).to_numpy(dtype=float)
        speed = speed or MachineSpeed()
        allowed = self._allowed(dataset, exclude)
        confidence = self._familiarity(m)
        predicted, weights = self._predict(m, abstains=confidence.abstains)
        errors = None if confidence.abstains else self.errors_  # the average misses other things than predictions do
        order = advised_order(predicted, weights, errors, self.examples_.R, allowed, n)
        best_of_all = order[0]
        if cheap:
            order = cheap_list(predicted, self.running_costs_.predict(dataset).fit_seconds, allowed, n)
        candidates = self._candidates(dataset, m, [*order, best_of_all], predicted, speed)
        if len(order) > 1 and (errors is not None or weights is not None):
            scenarios = self.examples_.R if errors is None else regret_scenarios(predicted, errors, self.examples_.R)
            odds = odds_of_first(scenarios, None if errors is not None else weights, order[0], order[1])
            confidence = replace(confidence, first_beats_second=odds)
        uses_data = self.depends_on_data_ and not confidence.abstains
        names, M = self.examples_.metafeatures, self.examples_.M
        return Recommendation(
            dataset={
                "name": dataset.name,
                "n_rows": dataset.n_rows_total,
                "n_columns": dataset.n_table_columns,
                "task": dataset.task,
                "target": dataset.target,
            },
            metric=self.examples_.metric,
            candidates=tuple(candidates[:-1]),
            neighbors=tuple(self._neighbors(weights if uses_data else None, order)),
            reasons=tuple(find_reasons(self.meta_learner_, M, m, names, order[0]) if uses_data else ()),
            familiarity=confidence.familiarity,
            meta_learner=self.meta_learner if isinstance(self.meta_learner, str) else repr(self.meta_learner),
            n_known_datasets=len(self.examples_.datasets),
            knowledge_base=self.knowledge_base_,
            warnings=tuple(self._warnings(dataset, confidence)),
            confidence=confidence,
            explanation=self._explain(dataset, m, order, predicted, allowed, uses_data=uses_data, cheap=cheap),
            validation=choose_validation(dataset, self.random_state),
            metric_advice=advise_metric(dataset, self.examples_.metric),
            speed=speed,
            trade=_trade(candidates[0], candidates[-1]) if cheap else None,
        )

    def _familiarity(self, m: np.ndarray) -> Confidence:
        """Return what is known of trust before anything is ordered."""
        return Confidence(
            familiarity=self.familiarity_.predict(m),
            distance=self.familiarity_.distance(m),
            farthest=self.familiarity_.farthest,
            abstains=self.depends_on_data_ and self.familiarity_.is_beyond_all_known(m),
        )

    def _predict(self, m: np.ndarray, *, abstains: bool) -> tuple[np.ndarray, np.ndarray | None]:
        """Return predicted regrets (n_configurations,), and weights of known datasets (n_datasets,) where there are."""
        if abstains:
            n_known = len(self.examples_.datasets)
            return self.average_order_, np.full(n_known, 1.0 / n_known)
        predicted = self.meta_learner_.predict(m[None, :])[0]
        has_weights = hasattr(self.meta_learner_, "weights")
        return predicted, self.meta_learner_.weights(m[None, :])[0] if has_weights else None

    def _explain(self, dataset, m, order, predicted, allowed, *, uses_data: bool, cheap: bool) -> Explanation:
        families = rank_families(predicted, self.configurations_, allowed)
        if not uses_data:
            return Explanation(families)
        names, M, task = self.examples_.metafeatures, self.examples_.M, dataset.task
        units = np.eye(len(self.configurations_))
        first = units[order[0]]
        return Explanation(
            families=families,
            path=find_decision_path(
                self.tree_,
                m,
                names,
                self.configurations_,
                allowed,
                first_pick=order[0],
                decides=self.tree_ is self.meta_learner_,
            ),
            first=attribute(self.meta_learner_, M, m, names, first),
            against_second=(
                attribute(self.meta_learner_, M, m, names, first - units[order[1]]) if len(order) > 1 else None
            ),
            counterfactuals=tuple(
                find_counterfactuals(
                    self._criterion(dataset, allowed, cheap=cheap),
                    [configuration.learner for configuration in self.configurations_],
                    M,
                    m,
                    names,
                    task,
                )
            ),
        )

    def _criterion(self, dataset: Dataset, allowed: np.ndarray, *, cheap: bool):
        """Return a function from changed metafeatures to what candidates are ordered by, for `find_counterfactuals`."""

        def criterion(M_changed, row_factors, minority_factors):
            cost = np.full((len(M_changed), len(self.configurations_)), np.inf)
            predicted = self.meta_learner_.predict(M_changed)
            for v, (of_rows, of_minority) in enumerate(zip(row_factors, minority_factors, strict=True)):
                smallest = None if dataset.smallest_class is None else round(dataset.smallest_class * of_minority)
                fits = [
                    i for i in allowed if self._suits(i, dataset.task, round(dataset.n_rows_total * of_rows), smallest)
                ]
                cost[v, fits] = predicted[v, fits]
                if cheap:
                    cost[v] = with_time(cost[v], self.running_costs_.predict(dataset, of_rows).fit_seconds, PRICE)
            return cost

        return criterion

    def _suits(self, i: int, task: str, n_rows: int, smallest_class: int | None) -> bool:
        """Return whether no size rule forbids a configuration."""
        return not self.configurations_[i].why_not(task=task, n_rows=n_rows, smallest_class=smallest_class)

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
            and self._suits(i, dataset.task, dataset.n_rows_total, dataset.smallest_class)
        ]
        if not allowed:
            raise ConfigurationError(f"nothing is left to recommend after excluding {shorten(exclude)}")
        return np.array(allowed)

    def _candidates(self, dataset, m, order, predicted, speed) -> list[Candidate]:
        dummy = self.measure_.dummy(dataset.codes)
        expected, low, high = (
            dummy + skills[0] * (self.measure_.perfect - dummy) for skills in self.expected_scores_.predict(m[None, :])
        )
        costs = self.running_costs_.predict(dataset)
        return [
            Candidate(
                rank=rank,
                configuration=self.configurations_[i],
                task=dataset.task,
                expected_score=float(expected[i]),
                interval=(float(low[i]), float(high[i])),
                fit_seconds=float(costs.fit_seconds[i] * speed.factor),
                predicted_regret=float(predicted[i]),
                random_state=self.random_state,
                kinds=dataset.kinds,
                predict_seconds=float(costs.predict_seconds[i] * speed.factor),
                peak_megabytes=float(costs.peak_megabytes[i]),
            )
            for rank, i in enumerate(order, start=1)
        ]

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

    def _warnings(self, dataset: Dataset, confidence: Confidence):
        yield from dataset.notes
        if confidence.familiarity < _FAR and not confidence.abstains:
            yield UnlikeKnown()
        if dataset.n_rows_total > self.most_rows_:
            yield MoreRowsThanKnown(dataset.n_rows_total, self.most_rows_, self.measure_more_rows_())
        for learner in sorted({c.learner for c in self.configurations_} - set(LEARNERS)):
            yield LearnerNotRegistered(learner, self.learner_modules_.get(learner, ""))


def _trade(first: Candidate, best: Candidate) -> Trade:
    return Trade(
        instead_of=best.configuration,
        expected_score=best.expected_score,
        score_lost=best.expected_score - first.expected_score,
        fit_seconds=best.fit_seconds,
        seconds_saved=best.fit_seconds - first.fit_seconds,
    )
