"""The interval around the score of a model: from its folds, or from the rows where there is one fold alone."""

from __future__ import annotations

import numpy as np
from scipy.stats import t

from metaselect.evaluation import Resampling
from metaselect.search.fold_scores import FoldScorer
from metaselect.seeding import rng_from

__all__ = ["score_interval"]

_N_DRAWS = 200


def score_interval(scorer: FoldScorer, predictions: np.ndarray, resampling: str) -> tuple[float, float]:
    """Return an interval that holds nine of ten scores of a model on as many other rows of the same kind.

    The scores of folds are no independent ones, as folds share training rows: their variance is corrected as by Nadeau
    & Bengio (Machine Learning, 2003). Where one part of the rows is held out, its rows are drawn with replacement.

    Parameters
    ----------
    scorer : FoldScorer
        By which the model is scored.
    predictions : ndarray
        Of the test rows of all folds.
    resampling : str
        How rows were split.
    """
    scores = np.array([score for score in scorer.fold_scores(predictions) if np.isfinite(score)])
    if len(scores) > 1:
        n_folds = max(Resampling.from_text(resampling).n_folds, 2)
        error = scores.std(ddof=1) * np.sqrt(1 / len(scores) + 1 / (n_folds - 1))
        width = float(t.ppf(0.95, len(scores) - 1)) * error
        return float(scores.mean() - width), float(scores.mean() + width)
    rng = rng_from(0, "rows drawn for an interval")
    rows = (rng.integers(0, len(predictions), len(predictions)) for _ in range(_N_DRAWS))
    drawn = [scorer.score(predictions, drawn_rows) for drawn_rows in rows]
    low, high = np.nanquantile(drawn, [0.05, 0.95])
    return float(low), float(high)
