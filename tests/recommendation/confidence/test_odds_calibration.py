import numpy as np
import pytest

from metaselect.knowledge import load_knowledge_base
from metaselect.metalearners import make_meta_learner
from metaselect.recommendation import OddsCalibration, calibrate_odds, odds_on_known


def drawn(worth, n=600, seed=0):
    """Return odds that are said, and what came true where each is worth something else."""
    rng = np.random.default_rng(seed)
    said = rng.uniform(0.4, 0.9, n)
    return said, (rng.random(n) < worth(said)).astype(float)


def test_odds_that_come_true_stay_and_others_are_corrected():
    for worth in (lambda said: said, lambda said: 0.5 + 0 * said, lambda said: np.minimum(said + 0.1, 1)):
        calibration = calibrate_odds(*drawn(worth))
        for said in (0.5, 0.65, 0.8):
            assert calibration.apply(said) == pytest.approx(worth(np.float64(said)), abs=0.07)


def test_few_datasets_change_little():
    few = calibrate_odds(np.array([0.6, 0.7]), np.array([1.0, 1.0]))
    assert 0.6 < few.apply(0.6) < 0.75
    assert calibrate_odds(np.array([]), np.array([])) == OddsCalibration()


def test_odds_stay_between_0_and_1_and_nothing_is_made_of_unknown_ones():
    calibration = OddsCalibration(1.0, 2.0)
    assert 0.0 < calibration.apply(0.0) < calibration.apply(1.0) < 1.0
    assert np.isnan(calibration.apply(np.nan))


def test_odds_on_known_datasets_are_told_with_blends_and_without():
    known = load_knowledge_base()
    names = known.datasets.index[known.datasets["task"] == "binary"][:25]
    examples = known.select(names).meta_examples("binary", blends=True)
    fitted = make_meta_learner("nearest").fit(examples.M, examples.R)
    residuals = fitted.residuals_of_known()
    if residuals is None:
        residuals = np.zeros_like(examples.R)
    for blends in (True, False):
        said, came_true = odds_on_known(fitted, residuals, examples, blends=blends)
        assert len(said) == len(came_true) > 10
        assert ((said >= 0) & (said <= 1)).all()
        assert set(came_true) <= {0.0, 0.5, 1.0}
