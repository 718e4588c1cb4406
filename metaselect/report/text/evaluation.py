"""How good the advice was on datasets it had not seen, as text for the terminal and as plain values."""

from __future__ import annotations

import pandas as pd

from metaselect.assessment import n_folds_of
from metaselect.exceptions import shorten
from metaselect.knowledge import MetaExamples, Scenario
from metaselect.metalearners import DEFAULT_META_LEARNER
from metaselect.report.text.layout import render_table

__all__ = [
    "collect_comparison",
    "collect_scenario",
    "render_comparison",
    "render_learning_curve",
    "render_scenario",
    "render_weaknesses",
]

_COLUMNS = {
    "regret": "regret of 1st pick",
    "gap": "of single best's",
    "rank": "its rank",
    "spearman": "rank corr.",
    "short_list_regret": "regret of best of 5",
}


def collect_comparison(examples: MetaExamples, comparison: pd.DataFrame) -> list[dict[str, object]]:
    """Return what `metaselect evaluate --json` prints of one task: a dictionary per meta-learner.

    Parameters
    ----------
    examples : MetaExamples
        What was left out in turn.
    comparison : DataFrame
        One row per meta-learner, with each measure and the ends of its interval.
    """
    return [
        {
            "task": examples.task,
            "metric": examples.metric,
            "meta_learner": name,
            "default": name == DEFAULT_META_LEARNER,
            "n_folds": n_folds_of(name, examples),
            **row.to_dict(),
        }
        for name, row in comparison.iterrows()
    ]


def collect_scenario(scenario: Scenario, comparison: pd.DataFrame) -> list[dict[str, object]]:
    """Return what `metaselect evaluate --aslib DIR --json` prints: a dictionary per meta-learner.

    Parameters
    ----------
    scenario : Scenario
        On which the meta-learners were compared.
    comparison : DataFrame
        One row per meta-learner.
    """
    return [
        {
            "scenario": scenario.name,
            "meta_learner": name,
            "default": name == DEFAULT_META_LEARNER,
            **row.drop(["gap_low", "gap_high"]).to_dict(),
            "interval": [row["gap_low"], row["gap_high"]],
        }
        for name, row in comparison.iterrows()
    ]


def render_comparison(examples: MetaExamples, comparison: pd.DataFrame) -> str:
    """Return the text that `metaselect evaluate` prints of one task.

    Parameters
    ----------
    examples : MetaExamples
        What was left out in turn.
    comparison : DataFrame
        One row per meta-learner, with each measure and the ends of its interval.
    """
    n_origins = len(set(examples.origins))
    counted = f"{len(examples.datasets)} datasets, {len(examples.configurations)} configurations"
    head = [
        f"{examples.task}, {examples.metric}: {counted}; each of {n_origins} origins left out in turn.",
        "Regret: 0 the best configuration known for the dataset, 1 the best constant prediction. 95 % intervals.",
    ]
    if in_parts := [name for name in comparison.index if n_folds_of(name, examples) < n_origins]:
        head.insert(1, f"A twentieth of them at a time, as fits take long: {shorten(in_parts)}.")
    rows = [
        [name, *[_with_interval(row, column) for column in _COLUMNS]]
        for name, row in comparison.sort_values("regret").iterrows()
    ]
    table = render_table(["meta-learner", *_COLUMNS.values()], rows, numeric=range(1, 1 + len(_COLUMNS)))
    return "\n".join([*head, "", table])


def render_weaknesses(worst: pd.DataFrame, telling: pd.DataFrame) -> str:
    """Return where the default meta-learner is worst, and with which metafeatures its regret goes along.

    Parameters
    ----------
    worst : DataFrame
        One row per dataset: `dataset`, `regret`, `first_pick`, `best`, `short_list_regret`.
    telling : DataFrame
        One row per metafeature: `metafeature`, `correlation`.
    """
    rows = [
        [row.dataset, f"{row.regret:.3f}", row.first_pick, row.best, f"{row.short_list_regret:.3f}"]
        for row in worst.itertuples()
    ]
    table = render_table(["", "regret", "1st pick", "best there", "best of 5"], rows, numeric=(1, 4))
    if telling.empty:
        where = "No metafeature goes along with regret more than chance explains."
    else:
        found = "; ".join(f"{row.metafeature} ({row.correlation:+.2f})" for row in telling.itertuples())
        where = f"Regret goes along with (rank correlation, beyond chance among all metafeatures): {found}."
    return f"Where {DEFAULT_META_LEARNER} is worst:\n{table}\n{where}"


def render_learning_curve(examples: MetaExamples, curve: pd.DataFrame) -> str:
    """Return the text that `metaselect evaluate --learning-curve` prints of one task.

    Parameters
    ----------
    examples : MetaExamples
        Of the task; its datasets were dealt into known and unseen ones.
    curve : DataFrame
        One row per number of known datasets (`n_datasets`) and `meta_learner`: `regret`, `short_list_regret`.
    """
    measures, names = ("regret", "short_list_regret"), list(dict.fromkeys(curve["meta_learner"]))
    table = curve.pivot(index="n_datasets", columns="meta_learner", values=list(measures))
    columns = [(measure, name) for measure in measures for name in names]
    rows = [[str(size), *[f"{row[column]:.3f}" for column in columns]] for size, row in table.iterrows()]
    header = ["known datasets", *[f"{name}{', best of 5' * (m != 'regret')}" for m, name in columns]]
    return (
        f"{examples.task}, {examples.metric}: mean regret on unseen datasets by the number of known ones; ten folds of "
        f"whole origins, three draws.\n\n{render_table(header, rows, numeric=range(len(header)))}"
    )


def render_scenario(scenario: Scenario, comparison: pd.DataFrame) -> str:
    """Return the text that `metaselect evaluate --aslib DIR` prints.

    Parameters
    ----------
    scenario : Scenario
        On which the meta-learners were compared.
    comparison : DataFrame
        One row per meta-learner.
    """
    kind = "PAR10" if scenario.cutoff is not None else "loss"
    n_instances, n_algorithms = scenario.performance.shape
    head = (
        f"{scenario.name}: {n_instances} instances, {n_algorithms} algorithms, {scenario.features.shape[1]} features; "
        f"the scenario's own folds.\n"
        f"Score: mean {kind}, smaller is better. Gap: 0 the oracle, 1 the single best of the training folds; 95 % "
        "intervals.\nThe time of features is counted in the last column alone."
    )
    first = comparison.iloc[0]
    rows = [
        ["(oracle, VBS)", f"{first['oracle']:.6g}", "0", ""],
        ["(single best, SBS)", f"{first['single_best']:.6g}", "1", ""],
    ]
    for name, row in comparison.sort_values("score", kind="stable").iterrows():
        gap = f"{row['gap']:.3f} [{row['gap_low']:.3f}, {row['gap_high']:.3f}]"
        label = f"{name} (default)" if name == DEFAULT_META_LEARNER else name
        rows.append([label, f"{row['score']:.6g}", gap, f"{row['gap_with_costs']:.3f}"])
    table = render_table(["meta-learner", "score", "gap", "with features"], rows, numeric=(1, 2, 3))
    return f"{head}\n\n{table}"


def _with_interval(row: pd.Series, column: str) -> str:
    digits = 1 if column == "rank" else 3
    value, low, high = (f"{row[column + end]:.{digits}f}" for end in ("", "_low", "_high"))
    return f"{value} [{low}, {high}]"
