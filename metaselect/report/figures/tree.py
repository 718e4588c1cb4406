"""The tree as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from metaselect.exceptions import MissingBackendError
from metaselect.metalearners import TreeMetaLearner

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["draw_tree"]

_LEAF_WIDTH, _LEVEL_HEIGHT = 2.6, 1.2  # inches


def draw_tree(tree: TreeMetaLearner, metafeature_names: Sequence[str], configuration_names: Sequence[str]) -> Figure:
    """Return the tree as a figure: conditions, and in each leaf the configuration that is best there.

    Parameters
    ----------
    tree : TreeMetaLearner
        Fitted.
    metafeature_names : sequence of str, of length n_metafeatures
    configuration_names : sequence of str, of length n_configurations

    Returns
    -------
    figure : matplotlib.figure.Figure
        Save it with `figure.savefig("tree.svg")`.

    Raises
    ------
    MissingBackendError
        If matplotlib is not installed.
    """
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingBackendError(
            "figures need matplotlib, which is not installed; install it with: pip install 'metaselect[report]'"
        ) from error
    nodes = tree.nodes()
    places = _places(nodes)
    n_leaves = sum(node.left is None for node in nodes.values())
    depth = max(-y for _, y in places.values())
    figure = Figure(figsize=(_LEAF_WIDTH * n_leaves, _LEVEL_HEIGHT * (depth + 1)))
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(-0.5, n_leaves - 0.5), ylim=(-depth - 0.5, 0.5))
    axes.axis("off")
    for index, node in nodes.items():
        for child, answer in ((node.left, "yes"), (node.right, "no")):
            if child is not None:
                _draw_edge(axes, places[index], places[child], answer)
        text = _leaf_text(node, configuration_names) if node.left is None else _split_text(node, metafeature_names)
        axes.text(*places[index], text, ha="center", va="center", fontsize=8, bbox=_box(node))
    return figure


def _places(nodes) -> dict[int, tuple[float, float]]:
    """Return x and y of each node: leaves side by side, a split above the middle of its children."""
    places: dict[int, tuple[float, float]] = {}
    n_leaves = 0

    def place(index: int, level: int) -> float:
        nonlocal n_leaves
        node = nodes[index]
        if node.left is None:
            x = float(n_leaves)
            n_leaves += 1
        else:
            x = (place(node.left, level + 1) + place(node.right, level + 1)) / 2
        places[index] = (x, -level)
        return x

    place(0, 0)
    return places


def _draw_edge(axes, parent, child, answer) -> None:
    axes.plot(*zip(parent, child, strict=True), color="0.6", zorder=0)
    axes.text((parent[0] + child[0]) / 2, (parent[1] + child[1]) / 2, answer, fontsize=7, color="0.3", ha="center")


def _box(node) -> dict[str, object]:
    return {"boxstyle": "round", "edgecolor": "0.4", "facecolor": "#e8f1e4" if node.left is None else "white"}


def _split_text(node, metafeature_names) -> str:
    return f"{metafeature_names[node.metafeature]}\n<= {node.threshold:.4g}"


def _leaf_text(node, configuration_names) -> str:
    best = int(node.regret.argmin())
    return f"{configuration_names[best]}\nmean regret {node.regret[best]:.3f}\n{node.n_datasets} known datasets"
