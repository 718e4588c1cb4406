import numpy as np

from metaselect.recommendation.portfolio import shortlist

R = np.array([[0.0, 0.02, 0.2, 0.25], [0.0, 0.02, 0.2, 0.25], [0.25, 0.2, 0.0, 0.1], [0.2, 0.25, 0.3, 0.0]])


def test_first_is_the_smallest_predicted_regret():
    assert shortlist([0.3, 0.2, 0.1, 0.4], R, [1, 1, 1, 1], 3)[0] == 2


def test_second_makes_up_for_the_first_where_it_counts():
    predicted = [0.1, 0.11, 0.2, 0.2]
    np.testing.assert_array_equal(shortlist(predicted, R, [1, 1, 2, 0], 2), [0, 2])
    np.testing.assert_array_equal(shortlist(predicted, R, [1, 1, 0, 2], 2), [0, 3])


def test_clip_makes_bad_and_worse_equal():
    # Unclipped 1 gains more (0.9 to 0.5); clipped at 0.3 only 2 gains anything.
    R = [[0.9, 0.5, 0.9], [0.3, 0.3, 0.1]]
    np.testing.assert_array_equal(shortlist([0.0, 0.1, 0.1], R, [1, 1], 2, clip=1.0), [0, 1])
    np.testing.assert_array_equal(shortlist([0.0, 0.1, 0.1], R, [1, 1], 2), [0, 2])


def test_never_run_is_no_help():
    np.testing.assert_array_equal(shortlist([0.0, 0.1, 0.2], [[0.3, np.nan, 0.1]], [1], 2), [0, 2])


def test_list_is_as_long_as_asked_and_without_repeats():
    for size in range(1, 7):
        chosen = shortlist([0.1, 0.1, 0.1, 0.1], R, [1, 0, 0, 0], size)
        assert len(chosen) == len(set(chosen.tolist())) == min(size, 4)
