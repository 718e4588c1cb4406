import io
import json

import pandas as pd
import pytest

from metaselect.experiments import make_leaderboard
from metaselect.report import render_leaderboard, render_scores, scores_table
from metaselect.report.text.leaderboard import collect_leaderboard, leaderboard_table


@pytest.fixture
def board(make_score_table):
    rows = [[0.8, 0.4, 0.6], [0.5, "failed", 0.25], [0.9, 0.8, 0.4], [0.9, 0.8, "skipped"]]
    return make_leaderboard(make_score_table(rows, origins=["a", "a", "b", "c"]))


def test_text_says_on_what_each_number_rests(board):
    text = render_leaderboard(board)
    assert text.startswith("regression, r2: learners at their defaults\n3 entries on the 3 of 4 datasets")
    assert "2 origins, which weigh the same" in text
    assert "against ridge" in text
    lines = {line.split()[0]: line.split() for line in text.splitlines() if line}
    assert lines["ridge"] == ["ridge", "1.00", "0.000", "100", "%", "reference", "4", "100", "ms", "10", "ms", "0", "0"]
    assert lines["k_nearest_neighbors"][5:7] == ["0/0/4", "4"]
    assert lines["decision_tree"][5:7] == ["0/0/3", "3"]
    assert "timeout" not in text  # a column of zeros


def test_text_is_cut_after_the_top_and_says_so(board):
    text = render_leaderboard(board, top=1)
    assert "decision_tree" not in text
    assert "and 2 more" in text


def test_text_without_a_common_dataset_says_so(make_score_table):
    rows = [[0.8, 0.4, "missing"], ["missing", 0.4, 0.7], [0.8, "missing", 0.7]]
    assert "there is no dataset of the 3 on which all entries count" in render_leaderboard(
        make_leaderboard(make_score_table(rows))
    )


def test_json_is_strict_and_complete(board, make_score_table):
    rows = [[0.8, 0.4, "missing"], ["missing", 0.4, 0.7], [0.8, "missing", 0.7]]
    for each in (board, make_leaderboard(make_score_table(rows))):
        answer = json.loads(json.dumps(collect_leaderboard(each), allow_nan=False))
        assert len(answer["entries"]) == 3
        assert set(answer["entries"][0]["statuses"]) == {"failed", "timeout", "skipped", "missing"}
    assert answer["critical_difference"] is None
    assert answer["entries"][0]["rank"] is None
    first = collect_leaderboard(board)["entries"][0]
    assert (first["entry"], first["rank"], first["is_on_front"]) == ("ridge", 1.0, True)


def test_table_survives_csv(board, make_score_table):
    other = make_leaderboard(make_score_table([[0.8, "crashed", 0.4], [0.5, 0.6, 0.7]]))
    table = leaderboard_table([board, other])
    assert table["crashed"].tolist() == [0, 0, 0, 0, 0, 1]
    again = pd.read_csv(io.StringIO(table.to_csv(index=False)))
    pd.testing.assert_frame_equal(again, table, check_dtype=False)


def test_what_a_size_rule_skips_takes_no_dataset_away_unsaid(board):
    text = " ".join(render_leaderboard(board).split())
    assert "On 4 datasets, without the 1 that a size rule skips somewhere (decision_tree), the average ranks" in text
    assert "ridge 1.00, k_nearest_neighbors 2.00" in text


def test_too_few_datasets_are_said(board, make_score_table):
    assert "So few datasets do not tell which ranks differ" in render_leaderboard(board)
    many = make_leaderboard(make_score_table([[0.8, 0.4, 0.6]] * 5))
    assert "Ranks less than" in render_leaderboard(many)


def test_scores_say_what_became_of_each_evaluation(board):
    lines = render_scores(board).splitlines()
    assert lines[0] == "regression, r2: scores, greater is better"
    found = {line.split()[0]: line.split()[1:] for line in lines[2:]}
    assert found["d0"] == ["0.8000", "0.4000", "0.6000"]
    assert found["d1"] == ["0.5000", "failed", "0.2500"]
    assert found["d3"] == ["0.9000", "0.8000", "skipped"]


@pytest.mark.parametrize("width", [40, 80, 120])
def test_scores_fit_the_line_and_say_what_they_leave_out(make_score_table, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    names = [f"a_learner_of_a_long_name_{i}" for i in range(19)]
    board = make_leaderboard(make_score_table([[0.5] * 19] * 30, seconds=[0.1] * 19, names=names))
    lines = render_scores(board, 20).splitlines()
    assert max(map(len, lines)) <= width
    assert "10 datasets and" in " ".join(lines)
    assert "--scores-csv" in " ".join(lines)


def test_scores_of_several_tasks_are_one_table(board, make_score_table):
    other = make_leaderboard(make_score_table([[0.8, "crashed", 0.4]], names=("x", "y", "ridge")))
    table = scores_table([board, other])
    assert table.shape == (5, 3 + 5)
    assert table["ridge"].tolist() == [0.8, 0.5, 0.9, 0.9, 0.4]
