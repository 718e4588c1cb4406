import numpy as np

from metaselect.pretraining.bins import bin_borders, bin_centers, mean_of_bins, quantiles_of_bins


def test_centers_lie_between_borders():
    borders, centers = bin_borders(64), bin_centers(64)
    assert np.all(centers[:-1] < borders)
    assert np.all(borders < centers[1:])


def test_what_is_in_one_bin_has_its_center_as_mean_and_median():
    certain = np.eye(64)[[3, 40]]
    np.testing.assert_allclose(mean_of_bins(certain), bin_centers(64)[[3, 40]])
    np.testing.assert_allclose(quantiles_of_bins(certain, np.array([0.5]))[:, 0], bin_centers(64)[[3, 40]], atol=0.02)


def test_quantiles_of_a_normal_distribution_are_found():
    rng = np.random.default_rng(0)
    counts = np.bincount(np.searchsorted(bin_borders(64), rng.normal(size=100_000)), minlength=64)
    probabilities = counts[None] / counts.sum()
    found = quantiles_of_bins(probabilities, np.array([0.05, 0.5, 0.95]))[0]
    np.testing.assert_allclose(found, [-1.645, 0, 1.645], atol=0.03)
    assert abs(mean_of_bins(probabilities)[0]) < 0.01
