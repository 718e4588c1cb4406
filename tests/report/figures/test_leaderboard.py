import sys

import numpy as np
import pytest

from metaselect.exceptions import ConfigurationError, MissingBackendError
from metaselect.experiments import make_leaderboard
from metaselect.learners import LEARNERS
from metaselect.report import write_figures


@pytest.fixture
def crowded(make_score_table):
    """Fifteen learners, some of the same rank and time."""
    rng = np.random.default_rng(0)
    skills = 0.5 + 0.1 * rng.normal(size=(30, 15)) + np.linspace(0, 0.1, 15).round(2)
    seconds = np.repeat([0.01, 0.011, 0.1, 1.0, 30.0], 3)
    return make_leaderboard(make_score_table(skills.tolist(), seconds=seconds.tolist(), names=sorted(LEARNERS)[:15]))


def test_figures_are_written_as_png_and_svg(crowded, tmp_path):
    pytest.importorskip("matplotlib")
    paths = write_figures([crowded], tmp_path / "new")
    assert sorted(path.name for path in paths) == [
        "regression-learners-default-critical-differences.png",
        "regression-learners-default-critical-differences.svg",
        "regression-learners-default-rank-by-time.png",
        "regression-learners-default-rank-by-time.svg",
    ]
    for path in paths:
        start = b"\x89PNG" if path.suffix == ".png" else b"<?xml"
        assert path.read_bytes().startswith(start)


@pytest.mark.parametrize("figure", ["draw_critical_differences", "draw_rank_by_time"])
def test_labels_name_every_entry_and_overlap_nowhere(crowded, figure):
    pytest.importorskip("matplotlib")
    from metaselect.report.figures import leaderboard as figures

    drawn = getattr(figures, figure)(crowded)
    drawn.canvas.draw()
    texts = [text for text in drawn.axes[0].texts if text.get_text()]
    for name in crowded.rows.index:
        assert any(name in text.get_text().split() for text in texts)
    boxes = [text.get_window_extent() for text in texts]
    assert not any(one.overlaps(other) for i, one in enumerate(boxes) for other in boxes[:i])


@pytest.mark.parametrize(("n_datasets", "n_figures"), [(1, 1), pytest.param(4, 1, marks=pytest.mark.slow), (5, 2)])
def test_critical_differences_are_drawn_from_five_datasets_on(make_score_table, tmp_path, n_datasets, n_figures):
    pytest.importorskip("matplotlib")
    from metaselect.report.figures.leaderboard import draw_critical_differences

    board = make_leaderboard(make_score_table([[0.8, 0.4]] * n_datasets, seconds=(0.1, 0.1), names=("a", "b")))
    assert board.can_tell_ranks_apart == (n_figures == 2)
    assert len(write_figures([board], tmp_path)) == 2 * n_figures
    words = " ".join(text.get_text() for text in draw_critical_differences(board).axes[0].texts)
    assert "nan" not in words


def test_variants_of_one_source_are_no_five_datasets(make_score_table):
    assert not make_leaderboard(make_score_table([[0.8, 0.4, 0.5]] * 6, origins=["a"] * 5 + ["b"])).can_tell_ranks_apart


@pytest.mark.parametrize(
    ("n_entries", "name"),
    [
        (40, "a_learner_whose_name_is_very_long_indeed" * 4),
        pytest.param(2, "x", marks=pytest.mark.slow),
        pytest.param(19, "a_learner_whose_name_is_very_long_indeed" * 4, marks=pytest.mark.slow),
        pytest.param(60, "hist_gradient_boosting-16cdafd8", marks=pytest.mark.slow),
    ],
)
def test_no_figure_is_larger_than_a_screen(make_score_table, tmp_path, n_entries, name):
    pytest.importorskip("matplotlib")
    from matplotlib.image import imread

    skills = np.random.default_rng(0).uniform(0.1, 0.9, size=(5, n_entries))
    names = [f"{name}{i}" for i in range(n_entries)]
    board = make_leaderboard(make_score_table(skills.tolist(), seconds=np.linspace(0.1, 9, n_entries), names=names))
    paths = write_figures([board], tmp_path)
    assert len(paths) == 4
    for path in paths:
        if path.suffix == ".png":
            assert max(imread(path).shape[:2]) <= 2300


def test_without_times_there_is_no_figure_of_times(make_score_table, tmp_path):
    pytest.importorskip("matplotlib")
    board = make_leaderboard(make_score_table([[0.8, 0.4, 0.2]] * 5, seconds=(np.nan,) * 3))
    assert [path.name.split("-default-")[1] for path in write_figures([board], tmp_path)] == [
        "critical-differences.png",
        "critical-differences.svg",
    ]


def test_a_board_of_one_entry_has_no_figures(make_score_table, tmp_path):
    rows = [[0.8, "missing", "missing"]]
    assert write_figures([make_leaderboard(make_score_table(rows))], tmp_path) == []


def test_without_matplotlib_the_extra_is_named(crowded, tmp_path, monkeypatch):
    for name in ("matplotlib", "matplotlib.figure", "matplotlib.backends.backend_agg"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingBackendError, match=r"pip install 'metaselect\[report\]'"):
        write_figures([crowded], tmp_path)


def test_a_folder_that_cannot_be_made_is_said(crowded, tmp_path):
    pytest.importorskip("matplotlib")
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError, match="figures cannot be written to"):
        write_figures([crowded], tmp_path / "file" / "folder")
