"""How likely is the first candidate better than the second, by what predictions missed on known datasets?"""

from __future__ import annotations

import math

import numpy as np

from metaselect.recommendation.forecast import Forecast

__all__ = ["odds_of_first"]


def odds_of_first(forecast: Forecast, first: int, second: int) -> float:
    """Return the share of scenarios in which `first` has the smaller regret; ties count half.

    The scenarios are those of the forecast, which count equally. Where it is not known what predictions miss they are
    the regrets of the known datasets, which count by their weights, and where one of the two was never run nothing is
    said.

    Parameters
    ----------
    forecast : Forecast
        Of the new dataset.
    first, second : int
        Indices of two configurations.

    Returns
    -------
    share : float
        NaN where no scenario with any weight says something.

    Examples
    --------
    >>> R = np.array([[0.0, 0.1], [0.2, 0.1], [0.0, 0.3], [0.0, np.nan]])
    >>> odds_of_first(Forecast(R[0], weights=np.ones(4), residuals=None, R=R), 0, 1)
    0.6666666666666666
    """
    if forecast.residuals is not None:
        scenarios, weights = forecast.scenarios, np.ones(len(forecast.R))
    elif forecast.weights is not None:
        scenarios, weights = forecast.R, forecast.weights
    else:
        return math.nan
    both = ~np.isnan(scenarios[:, [first, second]]).any(axis=1)
    weights = weights[both]
    if weights.sum() <= 0:
        return math.nan
    difference = scenarios[both, first] - scenarios[both, second]
    better = (difference < 0) + 0.5 * (difference == 0)
    return float(weights @ better / weights.sum())
