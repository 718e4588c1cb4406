"""What is known as a few rules that can be read, as text for the terminal and as plain values."""

from __future__ import annotations

from collections.abc import Sequence

from metaselect.knowledge import MetaExamples
from metaselect.learners import Configuration
from metaselect.metafeatures import describe
from metaselect.metalearners import TreeMetaLearner, TreeStability
from metaselect.report.plain import plain
from metaselect.report.text.layout import wrap_line

__all__ = ["collect_rules", "render_rules"]


def collect_rules(tree: TreeMetaLearner, examples: MetaExamples, stability: TreeStability) -> dict[str, object]:
    """Return what `metaselect rules --json` prints of one task.

    Parameters
    ----------
    tree : TreeMetaLearner
        Fitted to `examples`.
    examples : MetaExamples
        What the tree was fitted to.
    stability : TreeStability
        Of the tree.

    Returns
    -------
    dictionary : dict
        `task`, `metric`; `nodes` by number, of which 0 is the root: to the left is what is up to the threshold;
        `stability`.
    """
    nodes = {
        index: {
            "metafeature": None if node.metafeature is None else examples.metafeatures[node.metafeature],
            "threshold": node.threshold,
            "left": node.left,
            "right": node.right,
            "n_datasets": node.n_datasets,
            "configuration": examples.configurations[int(node.regret.argmin())],
            "mean_regret": float(node.regret.min()),
        }
        for index, node in tree.nodes().items()
    }
    return {"task": examples.task, "metric": examples.metric, "nodes": nodes, "stability": plain(stability)}


def render_rules(
    tree: TreeMetaLearner,
    examples: MetaExamples,
    configurations: Sequence[Configuration],
    stability: TreeStability,
) -> str:
    """Return the text that `metaselect rules` prints of one task.

    Parameters
    ----------
    tree : TreeMetaLearner
        Fitted to `examples`.
    examples : MetaExamples
        What the tree was fitted to.
    configurations : sequence of Configuration
        In the order of the columns of `examples.R`.
    stability : TreeStability
        Of the tree.
    """
    used = dict.fromkeys(
        examples.metafeatures[node.metafeature] for node in tree.nodes().values() if node.metafeature is not None
    )
    head = (
        f"{examples.task}, {examples.metric}: {len(examples.datasets)} known datasets. Regret: 0 the best known "
        "configuration, 1 the best constant prediction."
    )
    rules = tree.rules(examples.metafeatures, [_label(configuration) for configuration in configurations]).splitlines()
    parts = [
        wrap_line(head),
        "\n".join(wrap_line(rule, indent="    ") for rule in rules),
        *([] if not used else ["where\n" + "\n".join(f"  {name}: {describe(name)}" for name in used)]),
        wrap_line(str(stability)),
    ]
    return "\n\n".join(parts)


def _label(configuration: Configuration) -> str:
    changed = " ".join(f"{name}={value}" for name, value in configuration.changed.items())
    return f"{configuration.learner} {changed}".rstrip()
