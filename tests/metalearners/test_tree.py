import numpy as np

from metaselect.metalearners import TreeMetaLearner

CONFIGURATIONS = [f"configuration_{j}" for j in range(8)]


def test_rules_name_the_planted_metafeature_and_the_winners(make_planted):
    M, R = make_planted(120)
    names = [f"metafeature_{j}" for j in range(12)]
    names[3] = "n_rows_log"
    lines = TreeMetaLearner(max_depth=1).fit(M, R).rules(names, CONFIGURATIONS).splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("if n_rows_log <= ")
    assert "configuration_0 (mean regret" in lines[0]
    assert lines[1].startswith("if n_rows_log > ")
    assert "configuration_7 (mean regret" in lines[1]


def test_every_dataset_is_in_one_rule(make_planted):
    M, R = make_planted(120)
    rules = TreeMetaLearner().fit(M, R).rules([f"m{j}" for j in range(12)], CONFIGURATIONS)
    counts = [int(line.split(" on ")[1].split()[0]) for line in rules.splitlines()]
    assert sum(counts) == 120
    assert min(counts) >= 10
    assert max(line.count(" and ") for line in rules.splitlines()) <= 2


def test_thresholds_are_in_the_units_of_the_metafeature():
    M = np.array([[100.0]] * 20 + [[5000.0]] * 20)
    R = np.array([[0.0, 0.3]] * 20 + [[0.3, 0.0]] * 20)
    assert "if n_rows <= 2550: linear" in TreeMetaLearner().fit(M, R).rules(["n_rows"], ["linear", "forest"])


def test_tree_without_a_split_says_always():
    rules = TreeMetaLearner().fit(np.zeros((30, 1)), np.tile([0.2, 0.1], (30, 1))).rules(["n_rows"], ["a", "b"])
    assert rules == "always: b (mean regret 0.100 on 30 known datasets)"


def test_weights_give_the_prediction(make_planted):
    M, R = make_planted(120)
    tree = TreeMetaLearner(clip=0.2).fit(M, R)
    np.testing.assert_allclose(tree.weights(M[:5]) @ np.minimum(R, 0.2), tree.predict(M[:5]))


def test_nodes_form_the_tree(make_planted):
    M, R = make_planted(120)
    nodes = TreeMetaLearner(max_depth=2).fit(M, R).nodes()
    splits = [node for node in nodes.values() if node.left is not None]
    assert nodes[0].n_datasets == 120
    assert nodes[0].metafeature == 3
    assert all(n.n_datasets == nodes[n.left].n_datasets + nodes[n.right].n_datasets for n in splits)
