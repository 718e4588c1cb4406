"""`Learned`: all that is learned of the known datasets before a new one is seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from metaselect.evaluation import Measure, find_measure
from metaselect.knowledge import KnowledgeBase, MetaExamples
from metaselect.learners import Configuration
from metaselect.metalearners import BaseMetaLearner, Tree, TreeMetaLearner
from metaselect.recommendation.confidence.confidence import average_order
from metaselect.recommendation.confidence.expected_scores import ExpectedScores
from metaselect.recommendation.confidence.familiarity import Familiarity
from metaselect.recommendation.costs.running_costs import RunningCosts
from metaselect.recommendation.forecast import Forecast, forecasts

__all__ = ["Learned", "learn"]


@dataclass(frozen=True, eq=False)
class Learned:
    """What the known datasets of one task teach, for one metric.

    Attributes
    ----------
    examples : MetaExamples
        Metafeatures and regrets of the known datasets.
    configurations : tuple of Configuration, of length n_configurations
        In the order of the columns of the regrets.
    meta_learner : BaseMetaLearner
        Fitted.
    tree : Tree
        Fitted; the meta-learner's own where it has one.
    residuals : ndarray of shape (n_datasets, n_configurations), or None
        What the meta-learner misses on the known datasets.
    average_order : ndarray of shape (n_configurations,)
        What each configuration loses on average over the known datasets.
    familiarity : Familiarity
        Fitted on the known datasets.
    expected_scores : ExpectedScores
        Fitted on the known datasets.
    running_costs : RunningCosts
        Fitted on the evaluations of the known datasets.
    measure : Measure
        The metric.
    scores : DataFrame of shape (n_datasets, n_configurations)
        In the units of the metric.
    """

    examples: MetaExamples
    configurations: tuple[Configuration, ...]
    meta_learner: BaseMetaLearner
    tree: Tree
    residuals: np.ndarray | None
    average_order: np.ndarray
    familiarity: Familiarity
    expected_scores: ExpectedScores
    running_costs: RunningCosts
    measure: Measure
    scores: pd.DataFrame

    def forecast(self, m: np.ndarray) -> Forecast:
        """Return what the meta-learner says of a dataset with metafeatures `m` (n_metafeatures,)."""
        return forecasts(self.meta_learner, m[None, :], self.examples.R, self.residuals)[0]

    def average_forecast(self) -> Forecast:
        """Return what is best on average, whatever the dataset; it misses other things than predictions do."""
        n_known = len(self.examples.datasets)
        return Forecast(self.average_order, np.full(n_known, 1.0 / n_known), None, self.examples.R)


def learn(
    knowledge_base: KnowledgeBase, examples: MetaExamples, unfitted: BaseMetaLearner, random_state: int
) -> Learned:
    """Learn from the datasets of `examples`.

    Parameters
    ----------
    knowledge_base : KnowledgeBase
        From which the examples are.
    examples : MetaExamples
        Of one task and metric.
    unfitted : BaseMetaLearner
        Is fitted here.
    random_state : int
        Seeds the forests of the expected scores, and the tree that stands beside other meta-learners.
    """
    M, R = examples.M, examples.R
    meta_learner = unfitted.fit(M, R)
    return Learned(
        examples=examples,
        configurations=tuple(knowledge_base.configurations[id_] for id_ in examples.configurations),
        meta_learner=meta_learner,
        tree=meta_learner.tree() or TreeMetaLearner(random_state=random_state).fit(M, R),
        residuals=meta_learner.residuals_of_known(),
        average_order=average_order(R),
        familiarity=Familiarity().fit(M, examples.origins),
        expected_scores=ExpectedScores(random_state=random_state).fit(
            M, R, examples.skills, examples.origins, meta_learner.forest()
        ),
        running_costs=RunningCosts().fit(knowledge_base, examples),
        measure=find_measure(examples.metric, examples.task),
        scores=knowledge_base.scores(examples.task, examples.metric)[0].loc[list(examples.datasets)],
    )
