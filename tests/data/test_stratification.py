import numpy as np

from metaselect.data import deal_rows, spread_classes


def test_parts_differ_by_one_row_of_each_class_at_most():
    classes = np.repeat([0, 1, 2], [50, 7, 4])
    order = np.random.default_rng(0).permutation(61)
    part = deal_rows(order, 3, classes)
    counts = np.array([np.bincount(classes[part == i], minlength=3) for i in range(3)])
    assert (np.ptp(counts, axis=0) <= 1).all()
    assert np.ptp(counts.sum(axis=1)) <= 1


def test_without_classes_rows_are_dealt_out_as_they_are_shuffled():
    assert deal_rows(np.array([2, 0, 1]), 2).tolist() == [1, 0, 0]


def test_each_class_has_its_share_of_whatever_comes_first():
    classes = np.repeat([0, 1], [80, 20])
    spread = spread_classes(np.random.default_rng(0).permutation(100), classes)
    assert sorted(spread) == list(range(100))
    assert [int(classes[spread[:n]].sum()) for n in (10, 25, 50)] == [2, 5, 10]
