"""`metaselect rules`: what is known, as a few rules that can be read."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from metaselect.cli._arguments import add_random_state, positive
from metaselect.cli._knowledge_base import add_knowledge_base, find_knowledge_base
from metaselect.data import TASKS
from metaselect.knowledge import MetaExamples
from metaselect.learners import Configuration
from metaselect.metafeatures import describe
from metaselect.metalearners import TreeMetaLearner, TreeStability, tree_stability
from metaselect.report import draw_tree
from metaselect.report.text.recommendation import wrap_line

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_knowledge_base(parser)
    parser.add_argument("--task", choices=TASKS, help="only this task (default: all that are known)")
    parser.add_argument("--metric", help="scikit-learn's scorer name (default: the primary one of each task)")
    parser.add_argument("--depth", type=positive, default=3, metavar="N", help="conditions of a rule (default: 3)")
    parser.add_argument("--figures", metavar="DIR", help="also draw the tree of each task, as SVG, into this folder")
    parser.add_argument("--json", action="store_true", help="print a list with an object per task")
    add_random_state(parser)


def run(arguments: argparse.Namespace) -> None:
    """Grow a small tree for each task, and print it with a note on how stable it is."""
    knowledge_base = find_knowledge_base(arguments.knowledge_base)
    known = set(knowledge_base.datasets["task"])
    tasks = [arguments.task] if arguments.task else [task for task in TASKS if task in known]
    if not arguments.json:
        print(f"knowledge base: {knowledge_base.name}\n")
    objects = []
    for task in tasks:
        examples = knowledge_base.meta_examples(task, arguments.metric)
        tree = TreeMetaLearner(max_depth=arguments.depth, random_state=arguments.random_state)
        tree.fit(examples.M, examples.R)
        configurations = [knowledge_base.configurations[id_] for id_ in examples.configurations]
        learners = [configuration.learner for configuration in configurations]
        stability = tree_stability(
            tree,
            examples.M,
            examples.R,
            examples.origins,
            examples.metafeatures,
            learners,
            random_state=arguments.random_state,
        )
        if arguments.figures:
            _draw(tree, examples, learners, Path(arguments.figures))
        if arguments.json:
            objects.append(_collect(tree, examples, stability))
        else:
            print(_render(tree, examples, configurations, stability), end="\n\n", flush=True)
    if arguments.json:
        print(json.dumps(objects, indent=2, allow_nan=False))


def _draw(tree: TreeMetaLearner, examples: MetaExamples, learners: list[str], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    draw_tree(tree, examples.metafeatures, learners).savefig(folder / f"rules_{examples.task}.svg")


def _render(tree, examples: MetaExamples, configurations: list[Configuration], stability: TreeStability) -> str:
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


def _collect(tree: TreeMetaLearner, examples: MetaExamples, stability: TreeStability) -> dict[str, object]:
    """Return the tree as data: nodes by number, of which 0 is the root; to the left what is up to the threshold."""
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
    return {"task": examples.task, "metric": examples.metric, "nodes": nodes, "stability": asdict(stability)}
