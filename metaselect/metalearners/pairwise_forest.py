"""A forest for each pair of configurations, which vote."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from metaselect.metalearners._base import BaseMetaLearner
from metaselect.metalearners._registry import meta_learner
from metaselect.metalearners.greedy import greedy_portfolio
from metaselect.metalearners.regret import CLIP
from metaselect.seeding import seed_from

if TYPE_CHECKING:
    from sklearn.ensemble import RandomForestClassifier

__all__ = ["PairwiseForestMetaLearner"]


@meta_learner("pairwise_forest")
class PairwiseForestMetaLearner(BaseMetaLearner):
    """Predicts from votes: a cost-sensitive forest for each pair of configurations says which is the better.

    A known dataset counts in the forest of a pair as much as the two differ there. As pairs grow with the square of
    the configurations, only those of the greedy portfolio take part; the others follow by their mean regret.
    Source: Xu, Hutter, Hoos & Leyton-Brown (2012), SATzilla2012: improved algorithm selection based on cost-sensitive
    classification models.

    Parameters
    ----------
    n_candidates : int
        Configurations that take part.
    n_trees : int
        In each forest.
    min_samples_leaf : int
        Known datasets in a leaf at least.
    clip : float
        Regrets above it count as it.
    random_state : int
        Seeds the forest of each pair.
    """

    def __init__(self, n_candidates=10, n_trees=30, min_samples_leaf=2, clip=CLIP, random_state=0):
        self.n_candidates = n_candidates
        self.n_trees = n_trees
        self.min_samples_leaf = min_samples_leaf
        self.clip = clip
        self.random_state = random_state

    def _learn(self, M, R):
        regret = np.minimum(R, self.clip)
        self.mean_ = regret.mean(axis=0)  # (n_configurations,)
        self.candidates_ = greedy_portfolio(regret, self.n_candidates, worst=self.clip)
        self.pairs_ = {
            pair: self._learn_pair(M, regret[:, pair[0]] - regret[:, pair[1]], pair)
            for pair in combinations(self.candidates_.tolist(), 2)
        }

    def _learn_pair(self, M, difference, pair) -> _Pair:
        """Return what says where the second of a pair is better."""
        from sklearn.ensemble import RandomForestClassifier

        decided = difference != 0
        if len(set(np.sign(difference[decided]))) < 2:
            return _Pair(always=0.5 + 0.5 * np.sign(difference.sum()))
        forest = RandomForestClassifier(
            n_estimators=self.n_trees,
            min_samples_leaf=self.min_samples_leaf,
            random_state=seed_from(self.random_state, *map(str, pair)),
        )
        return _Pair(forest.fit(M[decided], difference[decided] > 0, np.abs(difference[decided])))

    def _predict(self, M):
        lost = np.zeros((len(M), len(self.mean_)))
        for (first, second), pair in self.pairs_.items():
            second_wins = pair.second_wins(M)
            lost[:, first] += second_wins
            lost[:, second] += 1.0 - second_wins
        lost /= max(len(self.candidates_) - 1, 1)
        # Shares of lost votes, in units of regret; whoever takes no part comes behind all who do.
        predicted = np.tile(self.clip + self.mean_, (len(M), 1))
        predicted[:, self.candidates_] = self.clip * lost[:, self.candidates_]
        return predicted


@dataclass(frozen=True, eq=False)
class _Pair:
    """Two configurations: a forest votes, or the answer is `always` the same where nothing varies."""

    forest: RandomForestClassifier | None = None
    always: float = 0.5

    def second_wins(self, M) -> np.ndarray:
        """Return the share of votes for the second configuration, (n_new,)."""
        return np.full(len(M), self.always) if self.forest is None else self.forest.predict_proba(M)[:, 1]
