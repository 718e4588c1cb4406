"""`metaselect rules`: what is known, as a few rules that can be read."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from metaselect.cli._knowledge_base import find_knowledge_base
from metaselect.cli._output import hand_over, say
from metaselect.data import TASKS
from metaselect.knowledge import MetaExamples
from metaselect.metalearners import TreeMetaLearner, tree_stability
from metaselect.report import collect_rules, draw_tree, render_rules

__all__ = ["run"]


def run(arguments: argparse.Namespace) -> None:
    """Grow a small tree for each task, and print it with a note on how stable it is."""
    knowledge_base = find_knowledge_base(arguments.knowledge_base)
    known = set(knowledge_base.datasets["task"])
    tasks = [arguments.task] if arguments.task else [task for task in TASKS if task in known]
    if not arguments.json:
        say(f"knowledge base: {knowledge_base.name}\n")
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
            objects.append(collect_rules(tree, examples, stability))
        else:
            say(render_rules(tree, examples, configurations, stability), end="\n\n", flush=True)
    if arguments.json:
        hand_over(json.dumps(objects, indent=2, allow_nan=False))


def _draw(tree: TreeMetaLearner, examples: MetaExamples, learners: list[str], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    draw_tree(tree, examples.metafeatures, learners).savefig(folder / f"rules_{examples.task}.svg")
