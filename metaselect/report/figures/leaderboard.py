"""A leaderboard as figures: the critical-difference diagram, and rank against time with its Pareto front."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from metaselect.exceptions import ConfigurationError, MissingBackendError
from metaselect.experiments import Leaderboard, indistinguishable_groups
from metaselect.report.text.leaderboard import p_text, title_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["draw_critical_differences", "draw_rank_by_time", "write_figures"]

FORMATS = ("png", "svg")
# Of Okabe & Ito (2008), told apart by colour-blind readers; shapes differ as well.
_BLUE, _VERMILION, _GREY = "#0072B2", "#D55E00", "#8C8C8C"
_MOST_ENTRIES = 24
_LONGEST_LABEL = 34
_DOTS_PER_INCH, _MOST_PIXELS = 150, 2200


def write_figures(leaderboards: list[Leaderboard], folder: str | Path) -> list[Path]:
    """Write the figures of leaderboards into a folder, made when absent, as PNG and SVG; return their paths.

    A leaderboard with fewer than two ranked entries has no figures. There are critical differences only from five
    independent datasets on, and rank by time only where times are known.

    Parameters
    ----------
    leaderboards : list of Leaderboard
        Two figures each, at most.
    folder : path-like
        To write to; files of the same names are replaced.

    Raises
    ------
    MissingBackendError
        If matplotlib is not installed.
    ConfigurationError
        If the folder cannot be written.
    """
    folder = Path(folder)
    paths = []
    drawable = [board for board in leaderboards if len(board.compared) >= 2]
    figures = []
    for board in drawable:
        name = f"{board.task}-{board.kind.replace(', ', '-')}"
        if board.can_tell_ranks_apart:
            figures.append((f"{name}-critical-differences", draw_critical_differences(board)))
        if board.rows["is_on_front"].eq(True).any():
            figures.append((f"{name}-rank-by-time", draw_rank_by_time(board)))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, figure in figures:
            for format in FORMATS:
                paths.append(folder / f"{name}.{format}")
                figure.savefig(paths[-1], dpi=_dots_per_inch(figure), bbox_inches="tight", pad_inches=0.15)
    except OSError as error:
        raise ConfigurationError(f"figures cannot be written to {folder}: {error}") from error
    return paths


def _dots_per_inch(figure: Figure) -> float:
    """Return how fine a figure is drawn: less where it came out large."""
    box = figure.get_tightbbox()  # in inches
    return min(_DOTS_PER_INCH, _MOST_PIXELS / max(box.width, box.height))


def draw_critical_differences(leaderboard: Leaderboard) -> Figure:
    """Return the critical-difference diagram of Demšar (2006).

    Entries stand at their average rank, the best on the left; a bar joins those that Nemenyi's test cannot tell apart.
    Of more than 24 entries, the best 24 are shown; ranks and test are those among all.
    """
    shown = leaderboard.compared.head(_MOST_ENTRIES)
    ranks = shown["rank"].to_numpy()
    groups = indistinguishable_groups(ranks, leaderboard.critical_difference)
    n_left = (len(ranks) + 1) // 2
    row_height, bar_height = 1.0, 0.55  # in units of a line of text
    first_row = -(0.8 + bar_height * len(groups))
    figure, axes = _new_figure(width=9.5, height=1.6 + 0.24 * (n_left - first_row))
    low, high = np.floor(ranks[0]), max(np.ceil(ranks[-1]), np.floor(ranks[0]) + 1)
    margin = 0.06 * (high - low)
    _draw_rank_axis(axes, low, high, leaderboard.critical_difference)
    for position, (name, rank) in enumerate(zip(shown.index, ranks, strict=True)):
        on_left = position < n_left
        # The right half stands half a line lower, so that no two lines meet.
        row = first_row - row_height * (position if on_left else len(ranks) - 0.5 - position)
        side = low - margin if on_left else high + margin
        axes.plot([rank, rank, side], [0, row, row], color=_GREY, linewidth=0.9, zorder=1)
        label = f"{_label(name)}  {rank:.2f}" if on_left else f"{rank:.2f}  {_label(name)}"
        axes.text(
            side + (-margin if on_left else margin) / 6, row, label, ha="right" if on_left else "left", va="center"
        )
    for line, (first, last) in enumerate(groups):
        height = -0.6 - bar_height * line
        ends = [ranks[first] - margin / 6, ranks[last] + margin / 6]
        axes.plot(ends, [height, height], color=_BLUE, linewidth=4, solid_capstyle="butt", zorder=3)
    axes.set_xlim(low - 1.2 * margin, high + 1.2 * margin)
    axes.set_ylim(first_row - row_height * (n_left - 0.5) - 0.5, 5.6)
    axes.axis("off")
    p = leaderboard.friedman_p
    test = f", Friedman's test p {p_text(p)}" if np.isfinite(p) else ""
    of_all = f", the best {len(shown)} of {len(leaderboard.compared)}" if len(shown) < len(leaderboard.compared) else ""
    _add_title(
        figure,
        leaderboard,
        of_all,
        f"{_datasets(leaderboard)}{test}; bars join what Nemenyi's test (5 %) cannot tell apart",
    )
    return figure


def _draw_rank_axis(axes, low: float, high: float, difference: float) -> None:
    axes.plot([low, high], [0, 0], color="black", linewidth=1.2, zorder=2)
    for rank in np.arange(low, high + 1, np.ceil((high - low) / 14)):  # at most 15 numbers
        axes.plot([rank, rank], [0, 0.3], color="black", linewidth=1.2)
        axes.text(rank, 0.45, f"{rank:.0f}", ha="center", va="bottom")
    axes.text((low + high) / 2, 1.65, "average rank (1 is best)", ha="center", va="bottom")
    if np.isfinite(difference):
        style = {"color": _VERMILION, "linewidth": 2}
        end = min(low + difference, high)  # on few datasets it is longer than the axis, and goes on beyond it
        axes.plot([low, end], [3.6, 3.6], **style)
        axes.plot([low, low], [3.35, 3.85], **style)
        if end < high:
            axes.plot([end, end], [3.35, 3.85], **style)
        else:
            axes.plot([end], [3.6], marker=">", markersize=6, color=_VERMILION)
        axes.text(low, 4.1, f"critical difference {difference:.2f}", ha="left", va="bottom", color=_VERMILION)


def draw_rank_by_time(leaderboard: Leaderboard) -> Figure:
    """Return average rank against median fitting time, with the entries that none beats in both."""
    shown = leaderboard.compared[leaderboard.compared["fit_seconds"] > 0]
    figure, axes = _new_figure(width=8.5, height=5.6)
    front = shown[shown["is_on_front"].astype(bool)].sort_values("fit_seconds")
    rest = shown.drop(index=front.index)
    axes.set_xscale("log")
    for rows, color, marker, label in (
        (rest, _GREY, "o", "another is faster and better"),
        (front, _BLUE, "s", "Pareto front: no other is"),
    ):
        axes.scatter(rows["fit_seconds"], rows["rank"], color=color, marker=marker, s=36, label=label, zorder=3)
    axes.step(front["fit_seconds"], front["rank"], where="post", color=_BLUE, linewidth=1.4, alpha=0.6, zorder=2)
    unit = "all configurations of the learner" if leaderboard.kind == "learners, tuned" else "one model"
    axes.set_xlabel(f"median time to fit {unit} [s, one thread, logarithmic]")
    axes.set_ylabel("average rank (1 is best)")
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.xaxis.set_minor_formatter(_minor_tick_label)
    axes.tick_params(axis="x", which="both", length=4, pad=4)
    axes.grid(which="major", color="#DDDDDD", linewidth=0.7)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.margins(x=0.18, y=0.09)
    axes.invert_yaxis()
    axes.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.13), ncol=2)
    _add_title(figure, leaderboard, "", _datasets(leaderboard))
    named = shown if len(shown) <= _MOST_ENTRIES else front
    _place_labels(figure, axes, named, shown, front)
    return figure


def _label(name: str) -> str:
    """Return a name as it stands in a figure; a long one keeps its end, by which configurations are told apart."""
    if len(name) <= _LONGEST_LABEL:
        return name
    return f"{name[: _LONGEST_LABEL - 12]}...{name[-9:]}"


def _minor_tick_label(value: float, _) -> str:
    """2 and 5 of each decade, so that a narrow axis has labels too."""
    digit = round(value / 10 ** np.floor(np.log10(value) + 1e-9))
    return f"{value:g}" if digit in (2, 5) else ""


def _place_labels(figure, axes, named, shown, front) -> None:
    """Write each name beside its point, where it covers no point, no other name and as little as can be of the line."""
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    frame = axes.get_window_extent(renderer)
    points = _in_pixels(axes, shown)
    line = _on_steps(_in_pixels(axes, front))
    taken: list = []
    for name, row in named.iterrows():
        here = shown.index.get_loc(name)
        tried = []
        for offset in _OFFSETS:
            text = _write_beside(axes, _label(name), (row["fit_seconds"], row["rank"]), offset)
            box = text.get_window_extent(renderer).padded(1.5)
            cost = 4 * sum(box.overlaps(other) for other in taken) + 10 * (not _is_inside(box, frame))
            cost += 3 * sum(box.padded(5).contains(*point) for point in np.delete(points, here, axis=0))
            cost += 2 * (not _is_far(offset) and _is_nearer_to_another(box, points, here))
            cost += 0.02 * sum(box.contains(*point) for point in line)
            tried.append((cost, text, box))
            if cost == 0:
                break
        best = min(tried, key=lambda item: item[0])
        for item in tried:
            if item is not best:
                item[1].remove()
        taken.append(best[2])


def _in_pixels(axes, rows) -> np.ndarray:
    """Return where points are drawn, (n_rows, 2)."""
    return axes.transData.transform(rows[["fit_seconds", "rank"]].to_numpy(dtype=float))


def _on_steps(corners: np.ndarray) -> np.ndarray:
    """Return points, close to each other, on the line that goes across and then up from each corner to the next."""
    pieces = [np.empty((0, 2))]
    for (x, y), (next_x, next_y) in itertools.pairwise(corners):
        for start, end in (((x, y), (next_x, y)), ((next_x, y), (next_x, next_y))):
            pieces.append(np.linspace(start, end, 50))
    return np.vstack(pieces)


def _is_far(offset: tuple[int, int]) -> bool:
    """Return whether a label there needs a line to its marker."""
    return max(map(abs, offset)) > 12


def _is_nearer_to_another(box, points: np.ndarray, own: int) -> bool:
    outside = np.maximum([box.x0, box.y0] - points, points - [box.x1, box.y1])  # (n_points, 2)
    distances = np.hypot(*np.maximum(outside, 0).T)
    return bool(distances.argmin() != own)


def _write_beside(axes, name: str, point: tuple[float, float], offset: tuple[int, int]):
    from matplotlib.patheffects import withStroke

    arrow = {"arrowstyle": "-", "color": _GREY, "linewidth": 0.6, "shrinkA": 0, "shrinkB": 3}
    return axes.annotate(
        name,
        point,
        xytext=offset,
        textcoords="offset points",
        fontsize=8.5,
        ha="left" if offset[0] > 0 else "right" if offset[0] < 0 else "center",
        va="center" if offset[1] == 0 else "bottom" if offset[1] > 0 else "top",
        arrowprops=arrow if _is_far(offset) else None,
        zorder=5,
        path_effects=[withStroke(linewidth=2, foreground="white")],
    )


# In points from the marker, the nearest first; the farther ones get a line to their marker.
_OFFSETS = (
    (8, 0), (-8, 0), (0, 8), (0, -8), (7, 7), (-7, 7), (7, -7), (-7, -7),
    (18, 14), (-18, 14), (18, -14), (-18, -14), (0, 22), (0, -22),
    (26, 26), (-26, 26), (26, -26), (-26, -26), (40, 0), (-40, 0), (0, 36), (0, -36),
)  # fmt: skip


def _is_inside(box, frame) -> bool:
    return frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 and box.y1 <= frame.y1


def _new_figure(width: float, height: float):
    """Return a figure and its axes that never open a window."""
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        raise MissingBackendError(
            "figures need matplotlib, which is not installed; install it with: pip install 'metaselect[report]'"
        ) from None
    figure = Figure(figsize=(width, height), facecolor="white")
    FigureCanvasAgg(figure)
    return figure, figure.add_subplot()


def _add_title(figure, leaderboard: Leaderboard, more: str, basis: str) -> None:
    axes = figure.axes[0]
    axes.set_title(title_of(leaderboard) + more, loc="center", fontsize=11.5, fontweight="bold", pad=24)
    axes.annotate(
        basis, (0.5, 1), xytext=(0, 8), xycoords="axes fraction", textcoords="offset points", ha="center", fontsize=9
    )


def _datasets(leaderboard: Leaderboard) -> str:
    origins = f" of {leaderboard.n_origins} origins" if leaderboard.n_origins < leaderboard.n_datasets else ""
    return f"{leaderboard.n_datasets} dataset{'s' * (leaderboard.n_datasets > 1)}{origins}"
