import numpy as np
import pytest
from scipy.stats import friedmanchisquare, rankdata

from metaselect.experiments.rank_tests import (
    average_ranks,
    critical_difference,
    friedman_p_value,
    indistinguishable_groups,
)

# Areas under the ROC curve of four learners on 14 datasets: table 6 of Demšar (2006).
DEMSAR = np.array(
    [
        [0.763, 0.768, 0.771, 0.798],
        [0.599, 0.591, 0.590, 0.569],
        [0.954, 0.971, 0.968, 0.967],
        [0.628, 0.661, 0.654, 0.657],
        [0.882, 0.888, 0.886, 0.898],
        [0.936, 0.931, 0.916, 0.931],
        [0.661, 0.668, 0.609, 0.685],
        [0.583, 0.583, 0.563, 0.625],
        [0.775, 0.838, 0.866, 0.875],
        [1.000, 1.000, 1.000, 1.000],
        [0.940, 0.962, 0.965, 0.962],
        [0.619, 0.666, 0.614, 0.669],
        [0.972, 0.981, 0.9751, 0.975],  # printed alike there, and ranked apart
        [0.957, 0.978, 0.946, 0.970],
    ]
)


def test_average_ranks_are_those_of_demsar():
    means, by_origin = average_ranks(rankdata(-DEMSAR, axis=1), np.arange(14))
    assert means == pytest.approx([3.143, 2.000, 2.893, 1.964], abs=5e-4)
    assert by_origin.shape == (14, 4)


def test_variants_of_one_origin_count_once():
    means, by_origin = average_ranks(np.array([[1, 2], [1, 2], [1, 2], [2, 1]]), ["a", "a", "a", "b"])
    assert means.tolist() == [1.5, 1.5]
    assert by_origin.tolist() == [[1, 2], [2, 1]]


def test_friedman_agrees_with_scipy_before_the_correction_of_iman_and_davenport():
    chi_squared = friedmanchisquare(*DEMSAR.T).statistic
    statistic = 13 * chi_squared / (14 * 3 - chi_squared)
    from scipy.stats import f

    assert friedman_p_value(rankdata(-DEMSAR, axis=1)) == pytest.approx(f.sf(statistic, 3, 39))
    assert friedman_p_value(rankdata(-DEMSAR, axis=1)) < 0.05  # as the paper concludes


def test_friedman_knows_the_extremes():
    assert friedman_p_value(np.tile([1.0, 2.0], (3, 1))) == pytest.approx(0.25)  # two more blocks, two orders
    assert friedman_p_value(np.tile([1.0, 2.0, 3.0], (5, 1))) == pytest.approx(1 / 6**4)
    assert friedman_p_value(np.tile([1.0, 2.5, 2.5], (5, 1))) == pytest.approx(1 / 3**4)
    assert friedman_p_value(np.tile(np.arange(300.0), (500, 1))) < 1e-300
    assert friedman_p_value(np.full((5, 3), 2.0)) == 1.0
    assert np.isnan(friedman_p_value(np.array([[1.0, 2.0]])))


# Table 5(a) of Demšar (2006): critical values of the two-tailed Nemenyi test, for 2 to 10 entries.
Q_05 = [1.960, 2.343, 2.569, 2.728, 2.850, 2.949, 3.031, 3.102, 3.164]
Q_10 = [1.645, 2.052, 2.291, 2.459, 2.589, 2.693, 2.780, 2.855, 2.920]


@pytest.mark.parametrize(("alpha", "table"), [(0.05, Q_05), (0.10, Q_10)], ids=["0.05", "0.10"])
def test_critical_values_are_the_published_ones(alpha, table):
    for n_entries, published in enumerate(table, start=2):
        unit = np.sqrt(n_entries * (n_entries + 1) / 6)
        assert critical_difference(n_entries, 1, alpha) / unit == pytest.approx(published, abs=1.5e-3)


def test_critical_difference_of_one_entry_is_undefined():
    assert np.isnan(critical_difference(1, 10))
    assert np.isnan(critical_difference(3, 0))


@pytest.mark.parametrize(
    ("ranks", "difference", "groups"),
    [
        ([1.0, 1.2, 1.4], 1.0, [(0, 2)]),
        ([1.0, 2.0, 3.0], 1.0, []),
        ([1.0, 1.5, 2.2, 4.0, 4.5], 1.0, [(0, 1), (1, 2), (3, 4)]),
        ([1.0], 1.0, []),
        ([1.0, 2.0], float("nan"), []),
    ],
)
def test_groups_are_as_large_as_can_be(ranks, difference, groups):
    assert indistinguishable_groups(np.array(ranks), difference) == groups
