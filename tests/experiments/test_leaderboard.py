import numpy as np
import pytest

from metaselect.exceptions import ConfigurationError
from metaselect.experiments import find_reference, make_leaderboard

A, B, C = "ridge", "k_nearest_neighbors", "decision_tree"


def column(board, name):
    return board.rows[name].loc[[A, B, C]].tolist()


def test_ranks_regrets_and_win_rates_are_as_by_hand(make_score_table):
    board = make_leaderboard(make_score_table([[0.8, 0.4, 0.6], [0.5, 0.5, 0.25], [0.2, 0.8, 0.4]]))
    # ranks 1 3 2, 1.5 1.5 3, 3 1 2
    assert column(board, "rank") == pytest.approx([5.5 / 3, 5.5 / 3, 7 / 3])
    # regrets 0 .5 .25, 0 0 .5, .75 0 .5
    assert column(board, "regret") == pytest.approx([0.25, 0.5 / 3, 1.25 / 3])
    # wins over two others: 2 0 1, 1.5 1.5 0, 0 2 1
    assert column(board, "win_rate") == pytest.approx([3.5 / 6, 3.5 / 6, 2 / 6])
    assert board.rows.index.tolist() == [A, B, C]
    assert (board.n_datasets, board.n_origins, board.n_known) == (3, 3, 3)


def test_wins_ties_and_losses_are_against_the_best_or_the_reference(make_score_table):
    table = make_score_table([[0.8, 0.4, 0.6], [0.5, 0.5, 0.25], [0.9, 0.8, 0.4]])
    best = make_leaderboard(table)
    assert best.reference == A
    assert best.rows.loc[B, ["wins", "ties", "losses", "n_against"]].tolist() == [0, 1, 2, 3]
    other = make_leaderboard(table, reference=C)
    assert other.rows.loc[B, ["wins", "ties", "losses"]].tolist() == [2, 0, 1]
    with pytest.raises(ConfigurationError, match="reference oracle is not among the learners, default: ridge, "):
        make_leaderboard(table, reference="oracle")


def test_scores_that_differ_by_rounding_alone_are_tied(make_score_table):
    board = make_leaderboard(make_score_table([[0.3, 0.1 + 0.2, 0.2]]))
    assert column(board, "rank") == [1.5, 1.5, 3.0]


def test_failures_share_the_last_rank_and_lose_the_way_to_the_constant_prediction(make_score_table):
    board = make_leaderboard(make_score_table([["failed", 0.4, "timeout"], [0.8, -0.5, 0.4]]))
    assert column(board, "rank") == [1.75, 2.0, 2.25]
    assert column(board, "regret") == pytest.approx([0.5, 0.5, 0.75])
    assert column(board, "failed") == [1, 0, 0]
    assert column(board, "timeout") == [0, 0, 1]
    assert column(board, "fit_seconds") == [0.1, 0.2, 0.3]


@pytest.mark.parametrize("status", ["skipped", "missing", "partial", "unreadable", "lost"])
def test_averages_rest_on_datasets_where_all_count(make_score_table, status):
    board = make_leaderboard(make_score_table([[0.8, status, 0.4], [0.5, 0.6, 0.7], [0.5, 0.6, 0.7]]))
    assert (board.n_datasets, board.n_known) == (2, 3)
    assert column(board, "rank") == [3.0, 2.0, 1.0]
    assert column(board, "n_counted") == [3, 2, 3]
    assert column(board, status) == [0, 1, 0]
    # Against the reference, each pair has datasets of its own.
    assert board.reference == C
    assert column(board, "n_against") == [3, 2, 3]
    assert column(board, "wins") == [1, 0, 0]


def test_an_entry_on_few_datasets_is_set_aside_and_takes_no_dataset_from_the_others(make_score_table):
    rows = [[0.8, "skipped", 0.4], [0.5, "missing", 0.7], [0.5, 0.6, 0.7]]
    board = make_leaderboard(make_score_table(rows), min_coverage=0.5)
    assert board.n_datasets == 3
    assert board.set_aside.index.tolist() == [B]
    assert board.rows.index[-1] == B
    assert np.isnan(board.rows.loc[B, "rank"])
    assert board.rows.loc[B, ["wins", "ties", "losses", "n_against"]].tolist() == [0, 0, 1, 1]
    assert make_leaderboard(make_score_table(rows), min_coverage=0.3).n_datasets == 1


def test_without_a_common_dataset_there_are_pairs_and_no_averages(make_score_table):
    rows = [[0.8, 0.4, "missing"], ["missing", 0.4, 0.7], [0.8, "missing", 0.7]]
    board = make_leaderboard(make_score_table(rows))
    assert board.n_datasets == 0
    assert board.rows["rank"].isna().all()
    assert np.isnan(board.critical_difference)
    assert board.rows.loc[B, ["wins", "ties", "losses", "n_against"]].tolist() == [0, 0, 1, 1]


def test_variants_of_one_origin_weigh_as_much_as_one_dataset(make_score_table):
    rows = [[0.8, 0.4, 0.6]] * 3 + [[0.4, 0.8, 0.6]]
    board = make_leaderboard(make_score_table(rows, origins=["a", "a", "a", "b"]))
    assert (board.n_datasets, board.n_origins) == (4, 2)
    assert column(board, "rank") == [2.0, 2.0, 2.0]
    assert column(board, "win_rate") == [0.5, 0.5, 0.5]
    assert column(board, "regret") == pytest.approx([0.25, 0.25, 0.25])


def test_datasets_on_which_nothing_beats_a_constant_have_ranks_and_no_regret(make_score_table):
    board = make_leaderboard(make_score_table([[-0.1, -0.2, -0.3], [0.8, 0.4, 0.2]]))
    assert board.n_without_regret == 1
    assert column(board, "rank") == [1.0, 2.0, 3.0]
    assert column(board, "regret") == pytest.approx([0.0, 0.5, 0.75])


def test_the_front_holds_what_none_beats_in_both_rank_and_time(make_score_table):
    rows = [[0.8, 0.4, 0.6]] * 2
    assert column(make_leaderboard(make_score_table(rows)), "is_on_front") == [True, False, False]
    slow = make_leaderboard(make_score_table(rows, seconds=(0.3, 0.2, 0.1)))
    assert column(slow, "is_on_front") == [True, False, True]


def test_a_reference_may_be_a_learner_or_one_of_its_configurations(make_score_table):
    table = make_score_table([[0.8, 0.4, 0.6]])
    assert find_reference(table, None) is None
    assert find_reference(table, A) == A
    assert find_reference(table, table.members[B][0].id) == B
    assert find_reference(table, "oracle") is None


def test_every_pair_is_compared_both_ways(make_score_table):
    board = make_leaderboard(make_score_table([[0.9, 0.8, 0.8], [0.7, 0.8, "skipped"]]))
    counts = board.pairs.set_index(["entry", "against"])
    assert len(counts) == 6
    assert counts.loc[(A, B)].tolist() == counts.loc[(B, A)].tolist() == [1, 0, 1]
    assert counts.loc[(A, C)].tolist() == [1, 0, 0]
    assert counts.loc[(C, A)].tolist() == [0, 0, 1]
    assert counts.loc[(B, C)].tolist() == [0, 1, 0]
