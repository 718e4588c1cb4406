"""`Learned`: all that is learned of the known datasets before a new one is seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from metaselect.evaluation import Measure, find_measure
from metaselect.facts import ShownShort
from metaselect.knowledge import KnowledgeBase, MetaExamples, learner_modules, were_rows_shuffled
from metaselect.learners import Configuration
from metaselect.metalearners import BaseMetaLearner, Regressor, Tree, TreeMetaLearner, make_meta_learner
from metaselect.recommendation.confidence.confidence import average_order
from metaselect.recommendation.confidence.expected_scores import ExpectedScores
from metaselect.recommendation.confidence.familiarity import Familiarity
from metaselect.recommendation.confidence.more_rows import MoreRows, measure_more_rows
from metaselect.recommendation.confidence.odds_calibration import OddsCalibration, learn_odds
from metaselect.recommendation.confidence.split_noise import known_noise
from metaselect.recommendation.costs.running_costs import RunningCosts
from metaselect.recommendation.forecast import Forecast, forecasts

__all__ = ["Learned", "learn"]

_FEWEST_SHUFFLED = 3


@dataclass(frozen=True, eq=False, repr=False)
class Learned(ShownShort):
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
    odds_with_blend, odds_of_singles : OddsCalibration
        What the odds of the first candidate are worth where it or the second is a blend, and where both are one model.
    running_costs : RunningCosts
        Fitted on the evaluations of the known datasets.
    measure : Measure
        The metric.
    scores : DataFrame of shape (n_datasets, n_configurations)
        In the units of the metric.
    most_rows : int
        Of the largest known dataset.
    measure_more_rows : callable
        Returns what twice the rows were worth; read only where a table has more rows than any known one.
    learner_modules : mapping of str to str
        The module that registers a base learner, for learners of the user's own.
    """

    examples: MetaExamples
    configurations: tuple[Configuration, ...]
    meta_learner: BaseMetaLearner
    tree: Tree
    residuals: np.ndarray | None
    average_order: np.ndarray
    familiarity: Familiarity
    expected_scores: ExpectedScores
    odds_with_blend: OddsCalibration
    odds_of_singles: OddsCalibration
    running_costs: RunningCosts
    measure: Measure
    scores: pd.DataFrame
    most_rows: int
    measure_more_rows: Callable[[], MoreRows]
    learner_modules: Mapping[str, str]

    def forecast(self, m: np.ndarray) -> Forecast:
        """Return what the meta-learner says of a dataset with metafeatures `m` (n_metafeatures,)."""
        return forecasts(self.meta_learner, m[None, :], self.examples.R, self.residuals)[0]

    def average_forecast(self) -> Forecast:
        """Return what is best on average, whatever the dataset; it misses other things than predictions do."""
        n_known = len(self.examples.datasets)
        return Forecast(self.average_order, np.full(n_known, 1.0 / n_known), None, self.examples.R)


def learn(
    knowledge_base: KnowledgeBase, task: str, metric: str, meta_learner: str | Regressor, random_state: int
) -> Learned:
    """Learn from the known datasets of a task.

    Parameters
    ----------
    knowledge_base : KnowledgeBase
        What is known.
    task : {"binary", "multiclass", "regression"}
        The datasets of this task count.
    metric : str
        By which they are scored.
    meta_learner : str or meta-learner
        A name in `META_LEARNERS`, or an unfitted regressor from metafeatures to regrets.
    random_state : int
        Seeds the meta-learner, the forests of the expected scores, and the tree that stands beside other meta-learners.
    """
    examples = knowledge_base.meta_examples(task, metric, blends=True)
    M, R = examples.M, examples.R
    fitted = make_meta_learner(meta_learner, random_state).fit(M, R)
    residuals = fitted.residuals_of_known()
    return Learned(
        examples=examples,
        configurations=tuple(knowledge_base.configurations[id_] for id_ in examples.configurations),
        meta_learner=fitted,
        tree=fitted.tree() or TreeMetaLearner(random_state=random_state).fit(M, R),
        residuals=residuals,
        average_order=average_order(R),
        familiarity=Familiarity().fit(M, examples.origins),
        expected_scores=_expected_scores(knowledge_base, examples, random_state),
        odds_with_blend=learn_odds(fitted, residuals, examples, blends=True),
        odds_of_singles=learn_odds(fitted, residuals, examples, blends=False),
        running_costs=RunningCosts().fit(knowledge_base, examples),
        measure=find_measure(examples.metric, examples.task),
        scores=knowledge_base.scores(examples.task, examples.metric)[0].loc[
            list(examples.datasets), list(examples.configurations)
        ],
        most_rows=int(knowledge_base.datasets.loc[list(examples.datasets), "n_rows"].max()),
        measure_more_rows=partial(measure_more_rows, knowledge_base, examples.task, examples.metric),
        learner_modules=learner_modules(knowledge_base),
    )


def _expected_scores(knowledge_base: KnowledgeBase, examples: MetaExamples, random_state: int) -> ExpectedScores:
    """Return what expects scores of shuffled rows: those of groups and times are lower, and not to be mixed in.

    They are all there is where hardly any dataset was shuffled.
    """
    is_shuffled = were_rows_shuffled(knowledge_base).loc[list(examples.datasets)].to_numpy()
    used = is_shuffled if is_shuffled.sum() >= _FEWEST_SHUFFLED else np.ones(len(is_shuffled), dtype=bool)
    origins = [origin for origin, is_used in zip(examples.origins, used, strict=True) if is_used]
    noise, n_rows = known_noise(knowledge_base, examples)
    return ExpectedScores(random_state=random_state).fit(
        examples.M[used], examples.skills[used], origins, examples.metafeatures, noise[used], n_rows[used]
    )
