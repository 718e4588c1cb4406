"""What a knowledge base holds and how it was made, as text for the terminal and as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypedDict

from metaselect.knowledge import (
    Coverage,
    KnowledgeBase,
    ProvenancePart,
    coverage,
    learned_at,
    learner_modules,
    provenance_parts,
    replaces_earlier,
)
from metaselect.report.text.layout import render_table, wrap_line

__all__ = ["collect_knowledge", "render_knowledge", "render_knowledge_list", "summarize_knowledge"]


class KnowledgeSummary(TypedDict):
    """What `summarize_knowledge` returns."""

    name: str
    datasets: int
    configurations: int
    evaluations: int
    blends: int
    learned: str | None
    replaces_earlier: bool


class KnowledgeInformation(KnowledgeSummary, Coverage):
    """What `collect_knowledge` returns."""

    learners: list[str]
    learner_modules: dict[str, str]
    metafeatures: int
    parts: list[ProvenancePart]
    notes: list[str]


def summarize_knowledge(name: str, knowledge_base: KnowledgeBase) -> KnowledgeSummary:
    """Return the numbers of a knowledge base, when it was learned (None where it was not) and beside what it is used.

    Parameters
    ----------
    name : str
        What to call it.
    knowledge_base : KnowledgeBase
        What is to be summed up.
    """
    singles = knowledge_base.without_blends()
    return {
        "name": name,
        "datasets": len(knowledge_base.datasets),
        "configurations": len(singles.configurations),
        "evaluations": len(singles.evaluations),
        "blends": len(knowledge_base.evaluations) - len(singles.evaluations),
        "learned": learned_at(knowledge_base) or None,
        "replaces_earlier": replaces_earlier(knowledge_base),
    }


def collect_knowledge(knowledge_base: KnowledgeBase) -> KnowledgeInformation:
    """Return what `metaselect knowledge info --json` prints."""
    singles = knowledge_base.without_blends()
    return {
        **summarize_knowledge(knowledge_base.name, knowledge_base),
        **coverage(singles),
        "learners": sorted({configuration.learner for configuration in singles.configurations.values()}),
        "learner_modules": learner_modules(knowledge_base),
        "metafeatures": len(knowledge_base.metafeatures.columns),
        "parts": provenance_parts(knowledge_base),
        "notes": [*knowledge_base.provenance.get("notes", []), *knowledge_base.provenance.get("dropped", [])],
    }


def render_knowledge(information: KnowledgeInformation) -> str:
    """Return the text that `metaselect knowledge info` prints of what `collect_knowledge` returns."""
    known = f"{information['datasets']} datasets, {information['configurations']} configurations"
    measured = f"{information['evaluations']} evaluations, {information['metafeatures']} metafeatures"
    lines = [f"{information['name']}: {known}, {measured}"]
    for task, n in information["tasks"].items():
        lines.append(
            f"  {task}: {n['datasets']} datasets of {n['origins']} origins x {n['configurations']} configurations, "
            f"{n['complete']} of them complete; {', '.join(n['metrics'])}"
        )
    on_shares = f"{information['learning_curves']}, of {information['datasets_with_learning_curves']} datasets"
    lines += [
        f"  evaluations: {_pairs(information['statuses'])}; {information['cpu_hours']:.1f} hours of one processor",
        f"  datasets by resampling: {_pairs(information['resampling'])}",
        f"  evaluations on shares of the training rows: {on_shares}",
        f"  blends of what is advised: on {information['blends']} datasets",
        f"  base learners: {', '.join(information['learners'])}",
    ]
    lines += [
        f"  {learner} is not part of metaselect; --import {module}"
        for learner, module in information["learner_modules"].items()
    ]
    for part in information["parts"]:
        lines.append(f"  made with {_pairs(part.get('versions', {}))}; settings {_pairs(part.get('settings', {}))}")
    lines += [f"  note: {note}" for note in information["notes"]]
    return "\n".join(wrap_line(line, indent="    ") for line in lines)


def render_knowledge_list(rows: Sequence[Mapping[str, object]]) -> str:
    """Return a table with a line for each knowledge base.

    Parameters
    ----------
    rows : sequence of mapping
        As `summarize_knowledge` returns them; `name` and `error` alone of what cannot be read.
    """
    header = ["name", "datasets", "configurations", "evaluations", "learned", "used"]
    cells = [
        [
            str(row["name"]),
            *[str(row.get(column, "")) for column in header[1:4]],
            str(row.get("learned") or "")[:16].replace("T", " "),
            _use(row),
        ]
        for row in rows
    ]
    return render_table(header, cells, numeric=(1, 2, 3))


def _use(row: Mapping[str, object]) -> str:
    if "error" in row:
        return f"not used: {row['error']}"
    return "without what was known before" if row["replaces_earlier"] else "beside the others"


def _pairs(values: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {value}" for name, value in values.items())
