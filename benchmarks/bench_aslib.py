"""How far do the meta-learners go from the single best algorithm to the oracle, on scenarios of ASlib?

On the scenarios' own folds, with 95 % bootstrap intervals. Scenarios are at https://github.com/coseal/aslib_data. Run
with the folders of scenarios, or with one that holds them:

    python benchmarks/bench_aslib.py aslib_data --jobs 2
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd
from _results import write_results

from metaselect.assessment import evaluate_on_scenario
from metaselect.knowledge import read_scenario
from metaselect.metalearners import DEFAULT_META_LEARNER, META_LEARNERS, SLOW_META_LEARNERS

_QUICK = [name for name in META_LEARNERS if name not in ("random", *SLOW_META_LEARNERS)]


def main() -> None:
    """Evaluate, print the gaps, write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--fast", action="store_true", help="the default on the first scenario; write nothing")
    parser.add_argument("--meta-learners", nargs="+", default=_QUICK, metavar="NAME")
    parser.add_argument("--jobs", type=int, default=1)
    arguments = parser.parse_args()
    folders = [scenario for folder in arguments.folders for scenario in _scenarios(folder)]
    names = [DEFAULT_META_LEARNER] if arguments.fast else arguments.meta_learners
    parts = []
    for folder in folders[:1] if arguments.fast else folders:
        scenario = read_scenario(folder)
        comparison = evaluate_on_scenario(names, scenario, n_jobs=arguments.jobs).reset_index()
        n_instances, n_algorithms = scenario.performance.shape
        parts.append(comparison.assign(scenario=scenario.name, n_instances=n_instances, n_algorithms=n_algorithms))
        print(parts[-1][["scenario", "meta_learner", "score", "gap", "gap_low", "gap_high"]].to_string(), flush=True)
    if not arguments.fast:
        print("written to", write_results(pd.concat(parts), "aslib"))


def _scenarios(folder: Path) -> list[Path]:
    if (folder / "description.txt").is_file():
        return [folder]
    return sorted(path.parent for path in folder.glob("*/description.txt"))


if __name__ == "__main__":
    main()
