"""What `description.txt` of an ASlib scenario says about its performances."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from metaselect.exceptions import ScenarioError

__all__ = ["Description", "read_description"]

_TRUTH = {"true": True, "yes": True, "false": False, "no": False}  # as YAML 1.1 has it


@dataclass(frozen=True)
class Description:
    """The first performance measure of a scenario.

    Attributes
    ----------
    name : str
        The `scenario_id`; that of the folder where there is none.
    measure : str or None
        Its attribute in algorithm_runs.arff.
    maximize : bool
        Whether greater performance is better.
    cutoff : float or None
        None for solution quality.
    """

    name: str
    measure: str | None
    maximize: bool
    cutoff: float | None


def read_description(path: Path) -> Description:
    """Return what is needed of a description.

    The file is YAML; what is read of it is the scalars and lists of scalars at its top, which need no library.

    Raises
    ------
    ScenarioError
        If a key is missing or its value not of the kind expected; the message names the line.
    """
    entries = _top_entries(path)
    name = entries.get("scenario_id", (0, [path.parent.name]))[1][0]
    _, measures = entries.get("performance_measures", (0, [None]))
    line, kinds = _required(path, entries, "performance_type")
    if kinds[0] not in ("runtime", "solution_quality"):
        raise ScenarioError(f"{path}, line {line}: performance_type is {kinds[0]!r}, not runtime or solution_quality")
    line, directions = entries.get("maximize", (0, ["false"]))
    if directions[0].lower() not in _TRUTH:
        raise ScenarioError(f"{path}, line {line}: maximize is {directions[0]!r}, not true or false")
    cutoff = _cutoff(path, entries) if kinds[0] == "runtime" else None
    return Description(name, measures[0], _TRUTH[directions[0].lower()], cutoff)


def _cutoff(path: Path, entries) -> float:
    line, values = _required(path, entries, "algorithm_cutoff_time")
    try:
        cutoff = float(values[0])
    except ValueError:
        cutoff = 0.0
    if not 0 < cutoff < float("inf"):
        raise ScenarioError(f"{path}, line {line}: algorithm_cutoff_time is {values[0]!r}, not a number above 0")
    return cutoff


def _required(path: Path, entries, key: str) -> tuple[int, list[str]]:
    if key not in entries:
        raise ScenarioError(f"{path} does not say {key}")
    return entries[key]


def _top_entries(path: Path) -> dict[str, tuple[int, list[str]]]:
    """Return the line and the scalars of each key at the top; what is nested deeper is passed over."""
    entries: dict[str, tuple[int, list[str]]] = {}
    key = None
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
        text = line.split(" #")[0].strip()
        if not text or text.startswith("#"):
            continue
        if text.startswith("- ") and key is not None:
            entries[key][1].append(_scalar(text[2:]))
        elif line[0].isspace():
            continue
        elif ":" in text:
            key, _, value = text.partition(":")
            listed = value.strip().removeprefix("[").removesuffix("]").split(",") if value.strip() else []
            entries[key] = (number, [_scalar(item) for item in listed])
        else:
            raise ScenarioError(f"{path}, line {number}: expected KEY: VALUE, got {text[:40]!r}")
    return {key: entry for key, entry in entries.items() if entry[1]}


def _scalar(text: str) -> str:
    return text.strip().strip("'\"")
