import numpy as np

from metaselect.data import deal_groups, deal_rows, spread_classes


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


def test_groups_are_dealt_out_whole_and_as_evenly_as_by_scikit_learn():
    from sklearn.model_selection import StratifiedGroupKFold

    def spread(parts, classes):
        counts = np.array([np.bincount(classes[rows], minlength=3) for rows in parts])
        return (counts / np.bincount(classes, minlength=3)).std(axis=0).sum()

    ours, theirs = [], []
    for seed in range(12):
        rng = np.random.default_rng(seed)
        groups = np.append(np.minimum(rng.geometric(0.1, 195), 30), np.arange(100, 105))
        classes = rng.integers(0, 3, 200)
        part = deal_groups(rng.permutation(200), 5, groups, classes)
        assert all(len(set(part[groups == group])) == 1 for group in groups)
        assert set(part) == set(range(5))
        ours.append(spread([np.flatnonzero(part == i) for i in range(5)], classes))
        folds = StratifiedGroupKFold(5, shuffle=True, random_state=seed).split(groups, classes, groups)
        theirs.append(spread([test for _, test in folds], classes))
    assert np.mean(ours) < 1.2 * np.mean(theirs)


def test_fewer_groups_than_parts_fill_as_many_parts():
    assert deal_groups(np.arange(4), 5, np.array(["a", "b", "a", "b"])).tolist() == [0, 1, 0, 1]
