"""How much a score on one held-out third differs from the cross-validated one."""

from __future__ import annotations

import numpy as np

from metaselect.knowledge import NOISE, KnowledgeBase, MetaExamples

__all__ = ["SplitNoise", "known_noise"]

# What is held out, of all rows.
_PART = 1.0 / 3.0
# Of log shortfalls, for one row: nothing is known without any noise.
_LEAST_NOISE = 1e-2


def known_noise(knowledge_base: KnowledgeBase, examples: MetaExamples) -> tuple[np.ndarray, np.ndarray]:
    """Return how much scores on one test row vary on the known datasets, NaN where unknown, and their rows.

    Parameters
    ----------
    knowledge_base : KnowledgeBase
        From which the examples are.
    examples : MetaExamples
        Of one task and metric.

    Returns
    -------
    noise : ndarray of shape (n_datasets,)
        Standard deviations, of log shortfalls, for one test row.
    n_rows : ndarray of shape (n_datasets,)
        Of the whole datasets.
    """
    datasets = knowledge_base.datasets.loc[list(examples.datasets)]
    column = f"{NOISE}{examples.metric}"
    noise = datasets[column].to_numpy(dtype=float) if column in datasets else np.full(len(datasets), np.nan)
    return noise, datasets["n_rows"].to_numpy(dtype=float)


class SplitNoise:
    """Predicts the standard deviation, of log shortfalls, of a score on one held-out third around the mean over folds.

    It is that of similar known datasets, whose folds tell it, for so many rows. What the third has in common with the
    folds makes it less, and that it is predicted from fewer rows makes it more; neither is corrected for.
    """

    def fit(self, noise: np.ndarray, n_rows: np.ndarray, weights: np.ndarray) -> SplitNoise:
        """Learn from known datasets.

        Afterwards `known_sd_` (n_datasets,) is what they have themselves, or, where that is not known, what is
        predicted of them; and `left_out_sd_` (n_datasets,) what is predicted of all.

        Parameters
        ----------
        noise : ndarray of shape (n_datasets,)
            Standard deviation for one test row; NaN where unknown, but not everywhere.
        n_rows : ndarray of shape (n_datasets,)
            Of the whole datasets.
        weights : ndarray of shape (n_datasets, n_datasets)
            How much each counts for each, those of its own origin not at all.
        """
        self.known_ = ~np.isnan(noise)
        self.log_noise_ = np.log(np.maximum(np.where(self.known_, noise, 1.0), _LEAST_NOISE))
        self.usual_ = float(self.log_noise_[self.known_].mean())
        self.left_out_sd_ = self.predict(weights, n_rows)
        self.known_sd_ = np.where(self.known_, _of_part(self.log_noise_, n_rows), self.left_out_sd_)
        return self

    def predict(self, weights: np.ndarray, n_rows: np.ndarray) -> np.ndarray:
        """Return the standard deviations, (n_new,), of datasets by how much each known one counts and by their rows."""
        total = weights @ self.known_
        mean = weights @ np.where(self.known_, self.log_noise_, 0.0) / np.maximum(total, 1e-12)
        return _of_part(np.where(total > 0, mean, self.usual_), n_rows)


def _of_part(log_noise: np.ndarray, n_rows: np.ndarray) -> np.ndarray:
    return np.exp(log_noise) / np.sqrt(np.maximum(_PART * n_rows, 1.0))
