"""Scenarios of ASlib (https://www.aslib.net): algorithms, instances, features and performances, read and written.

It is how algorithm selection exchanges its data, so that our meta-learners can be scored where others were. Source of
the format: Bischl et al. (2016), ASlib: A benchmark library for algorithm selection, Artificial Intelligence 237.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd

from metaselect.data import read_arff, write_arff
from metaselect.exceptions import ScenarioError, shorten
from metaselect.folders import write_atomically
from metaselect.knowledge.aslib_description import read_description
from metaselect.knowledge.meta_examples import MetaExamples
from metaselect.seeding import rng_from

__all__ = ["Scenario", "make_scenario", "par10", "read_scenario", "write_scenario"]

_PENALTY = 10  # of PAR10
_N_FOLDS = 10
_Runtimes = TypeVar("_Runtimes", pd.Series, pd.DataFrame)


@dataclass(frozen=True, eq=False)
class Scenario:
    """Algorithms on instances.

    Attributes
    ----------
    name : str
        The `scenario_id` of its description.
    features : DataFrame of shape (n_instances, n_features), indexed by instance
        NaN where missing; means over repetitions.
    performance : DataFrame of shape (n_instances, n_algorithms)
        As measured; NaN where the run was not ok or never made; means over repetitions.
    folds : DataFrame, one row per instance and repetition
        `instance`, `repetition`, `fold`: where the instance is tested.
    maximize : bool
        Whether greater performance is better.
    cutoff : float or None
        Seconds (or the unit of the scenario) after which a run counts as a timeout; None for quality scenarios.
    feature_costs : Series, indexed by instance
        Time of all feature steps together; 0 where not stated.
    presolved : Series of bool, indexed by instance
        Whether computing the features solved the instance.
    """

    name: str
    features: pd.DataFrame
    performance: pd.DataFrame
    folds: pd.DataFrame
    maximize: bool
    cutoff: float | None
    feature_costs: pd.Series
    presolved: pd.Series

    @property
    def losses(self) -> pd.DataFrame:
        """What is to be small, (n_instances, n_algorithms): PAR10 for runtimes, the performance oriented otherwise.

        PAR10 counts a run that is not ok, or over the cutoff, as ten times the cutoff. A run without quality counts
        as the worst on its instance.
        """
        if self.cutoff is not None:
            return par10(self.performance, self.cutoff)
        oriented = -self.performance if self.maximize else self.performance
        worst = oriented.max(axis=1).fillna(oriented.max().max())
        return oriented.apply(lambda column: column.fillna(worst))


def par10(runtimes: _Runtimes, cutoff: float) -> _Runtimes:
    """Return runtimes with those that are missing or over the cutoff as ten times the cutoff.

    Parameters
    ----------
    runtimes : Series or DataFrame
        In the unit of the cutoff; NaN where a run was not ok.
    cutoff : float
        After which a run counts as a timeout.

    Examples
    --------
    >>> par10(pd.Series([1.0, 70.0, np.nan]), cutoff=60.0).tolist()
    [1.0, 600.0, 600.0]
    """
    return runtimes.where(runtimes < cutoff, _PENALTY * cutoff)


def read_scenario(folder: str | Path) -> Scenario:
    """Return the scenario in a folder.

    Raises
    ------
    ScenarioError
        If a file is missing or wrong, or the files do not agree; the message names file and line.
    """
    folder = Path(folder)
    if not (folder / "description.txt").is_file():
        raise ScenarioError(
            f"there is no ASlib scenario in {folder}: description.txt is missing; scenarios are at "
            "https://github.com/coseal/aslib_data"
        )
    description = read_description(folder / "description.txt")
    runs = _read(folder / "algorithm_runs.arff", ["instance_id", "algorithm", "runstatus"])
    values = _read(folder / "feature_values.arff", ["instance_id"])
    folds = _read(folder / "cv.arff", ["instance_id", "fold"])
    performance = _performance(folder / "algorithm_runs.arff", runs, description.measure)
    instances = performance.index
    _check_instances(folder / "feature_values.arff", values, instances)
    _check_instances(folder / "cv.arff", folds, instances)
    features = values.drop(columns=["repetition"], errors="ignore").groupby("instance_id").mean().reindex(instances)
    costs = _optional(folder / "feature_costs.arff", instances)
    statuses = _optional(folder / "feature_runstatus.arff", instances)
    return Scenario(
        name=description.name,
        features=features,
        performance=performance,
        folds=_folds(folder / "cv.arff", folds, instances),
        maximize=description.maximize,
        cutoff=description.cutoff,
        feature_costs=_total_costs(costs, instances),
        presolved=_presolved(statuses, instances),
    )


def make_scenario(examples: MetaExamples) -> Scenario:
    """Return meta-examples as a scenario: datasets are instances, configurations algorithms.

    The performance is the skill: 0 for the best constant prediction, on which one can fall back from anything worse,
    and 1 for perfect ones. Datasets of one origin are in the same of ten folds.

    Examples
    --------
    >>> from metaselect import load_knowledge_base
    >>> examples = load_knowledge_base().meta_examples("binary")
    >>> make_scenario(examples).performance.shape == examples.R.shape
    True
    """
    instances = list(examples.datasets)
    codes, origins = pd.factorize(np.asarray(examples.origins))
    fold_of_origin = rng_from(0, "folds").permutation(len(origins)) % _N_FOLDS + 1
    return Scenario(
        name=f"metaselect-{examples.task}-{examples.metric}",
        features=pd.DataFrame(examples.M, index=instances, columns=list(examples.metafeatures)),
        performance=pd.DataFrame(
            np.maximum(examples.skills, 0.0), index=instances, columns=list(examples.configurations)
        ),
        folds=pd.DataFrame({"instance": instances, "repetition": 1, "fold": fold_of_origin[codes]}),
        maximize=True,
        cutoff=None,
        feature_costs=pd.Series(0.0, index=instances),
        presolved=pd.Series(False, index=instances),
    )


def write_scenario(scenario: Scenario, folder: str | Path) -> Path:
    """Write a scenario to `folder`, made when it does not exist, and return the folder.

    Parameters
    ----------
    scenario : Scenario
        What is written, each file whole or not at all.
    folder : path-like
        Files of an earlier scenario in it are replaced.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    runs = scenario.performance.rename_axis(index="instance_id", columns="algorithm").stack(future_stack=True)
    runs = runs.rename("performance").reset_index().assign(repetition=1)
    failed = "timeout" if scenario.cutoff is not None else "other"
    runs["runstatus"] = np.where(runs["performance"].isna(), failed, "ok")
    if scenario.cutoff is not None:
        runs["performance"] = runs["performance"].fillna(scenario.cutoff)
    features = scenario.features.rename_axis("instance_id").reset_index()
    features.insert(1, "repetition", 1)
    costs = scenario.feature_costs.rename("all").rename_axis("instance_id").reset_index()
    costs.insert(1, "repetition", 1)
    statuses = costs.assign(all=np.where(scenario.presolved, "presolved", "ok"))
    columns = ["instance_id", "repetition", "algorithm", "performance", "runstatus"]
    tables = {
        "algorithm_runs": runs[columns],
        "feature_values": features,
        "feature_costs": costs,
        "feature_runstatus": statuses,
        "cv": scenario.folds.rename(columns={"instance": "instance_id"}),
    }
    for name, table in tables.items():
        write_arff(table, folder / f"{name}.arff", relation=f"{name}_{scenario.name}")
    write_atomically(folder / "description.txt", _describe(scenario))
    return folder


def _read(path: Path, required: Sequence[str]) -> pd.DataFrame:
    table = read_arff(path, ScenarioError)
    lacking = [name for name in required if name not in table]
    if lacking:
        raise ScenarioError(f"{path} lacks the attribute {shorten(lacking)}; it has {shorten(table.columns)}")
    if table.empty:
        raise ScenarioError(f"{path} holds no row")
    empty = table[list(required)].isna().any(axis=1)
    if empty.any():
        raise ScenarioError(f"{path}, line {empty.idxmax()}: {shorten(required)} must not be missing")
    return table


def _performance(path: Path, runs: pd.DataFrame, measure: str | None) -> pd.DataFrame:
    rest = [c for c in runs if c not in ("instance_id", "repetition", "algorithm", "runstatus")]
    column = measure if measure in rest else next(iter(rest), None)
    if column is None or not pd.api.types.is_numeric_dtype(runs[column]):
        raise ScenarioError(f"{path} has no numeric attribute {measure!r} for the performance")
    key = ["instance_id", "algorithm", *(["repetition"] if "repetition" in runs else [])]
    repeated = runs.duplicated(key)
    if repeated.any():
        line = repeated.idxmax()
        raise ScenarioError(
            f"{path}, line {line}: a second run of {runs.at[line, 'algorithm']} on {runs.at[line, 'instance_id']}"
        )
    measured = runs.assign(value=runs[column].where(runs["runstatus"] == "ok"))
    table = measured.pivot_table(
        index="instance_id", columns="algorithm", values="value", aggfunc=_mean_of_ok, dropna=False, sort=False
    )
    return table.rename_axis(index=None, columns=None)


def _mean_of_ok(values: pd.Series) -> float:
    # Over repetitions: as failed as most of them are.
    return values.mean() if values.notna().mean() > 0.5 else float("nan")


def _check_instances(path: Path, table: pd.DataFrame, instances: pd.Index) -> None:
    unknown = ~table["instance_id"].isin(instances)
    if unknown.any():
        line = unknown.idxmax()
        raise ScenarioError(
            f"{path}, line {line}: instance {table.at[line, 'instance_id']!r} is not in algorithm_runs.arff"
        )
    lacking = instances.difference(table["instance_id"])
    if len(lacking):
        raise ScenarioError(f"{path} lacks the instances {shorten(lacking, 3)} of algorithm_runs.arff")


def _folds(path: Path, folds: pd.DataFrame, instances: pd.Index) -> pd.DataFrame:
    folds = folds.rename(columns={"instance_id": "instance"})
    if "repetition" not in folds:
        folds = folds.assign(repetition=1)
    repeated = folds.duplicated(["instance", "repetition"])
    if repeated.any():
        line = repeated.idxmax()
        raise ScenarioError(f"{path}, line {line}: a second fold for {folds.at[line, 'instance']!r}")
    few = folds.groupby("repetition")["fold"].nunique()
    if (few < 2).any():
        raise ScenarioError(f"{path} has one fold in repetition {few.idxmin():g}; at least two are needed")
    return folds[["instance", "repetition", "fold"]].reset_index(drop=True)


def _optional(path: Path, instances: pd.Index) -> pd.DataFrame | None:
    if not path.is_file():
        return None
    table = _read(path, ["instance_id"])
    _check_instances(path, table, instances)
    return table.drop(columns=["repetition"], errors="ignore")


def _total_costs(costs: pd.DataFrame | None, instances: pd.Index) -> pd.Series:
    if costs is None:
        return pd.Series(0.0, index=instances)
    total = costs.set_index("instance_id").sum(axis=1)
    return total.groupby(level=0).mean().reindex(instances).rename(None).rename_axis(None)


def _presolved(statuses: pd.DataFrame | None, instances: pd.Index) -> pd.Series:
    if statuses is None:
        return pd.Series(False, index=instances)
    solved = (statuses.set_index("instance_id") == "presolved").any(axis=1)
    return solved.groupby(level=0).any().reindex(instances).rename(None).rename_axis(None)


def _describe(scenario: Scenario) -> str:
    is_runtime = scenario.cutoff is not None
    lines = [
        f"scenario_id: {scenario.name}",
        "performance_measures:",
        "    - performance",
        "maximize:",
        f"    - {str(scenario.maximize).lower()}",
        "performance_type:",
        f"    - {'runtime' if is_runtime else 'solution_quality'}",
        f"algorithm_cutoff_time: {scenario.cutoff if is_runtime else '?'}",
        "algorithm_cutoff_memory: '?'",
        "features_cutoff_time: '?'",
        "features_cutoff_memory: '?'",
        "number_of_feature_steps: 1",
        "feature_steps:",
        "    all:",
        "        provides:",
        *[f"            - {name}" for name in scenario.features],
        "default_steps:",
        "    - all",
        "metainfo_algorithms:",
    ]
    for algorithm in scenario.performance:
        lines += [f"    {algorithm}:", "        deterministic: true"]
    return "\n".join(lines) + "\n"
