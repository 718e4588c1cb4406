"""How does the advice improve with the number of known datasets?

On the packaged knowledge base, on origins that are not among the known ones; what `metaselect evaluate
--learning-curve` prints. Run with:

    python benchmarks/bench_learning_curve.py --jobs 2
"""

from __future__ import annotations

import argparse

import pandas as pd
from _results import write_results

from metaselect.assessment import learning_curve
from metaselect.data import TASKS
from metaselect.knowledge import load_knowledge_base
from metaselect.metalearners import DEFAULT_META_LEARNER

_META_LEARNERS = (DEFAULT_META_LEARNER, "single_best", "static_portfolio")


def main() -> None:
    """Measure, print, write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fast", action="store_true", help="only the baselines, once; write nothing")
    parser.add_argument("--jobs", type=int, default=1)
    arguments = parser.parse_args()
    knowledge_base = load_knowledge_base()
    chosen, n_repeats = (_META_LEARNERS[1:], 1) if arguments.fast else (_META_LEARNERS, 3)
    curves = [
        learning_curve(chosen, knowledge_base.meta_examples(task), n_repeats=n_repeats, n_jobs=arguments.jobs).assign(
            task=task
        )
        for task in TASKS
    ]
    curve = pd.concat(curves)
    print(curve.to_string(index=False, float_format="%.3f"))
    if not arguments.fast:
        print("written to", write_results(curve, "learning_curve"))


if __name__ == "__main__":
    main()
