"""`metaselect recommend FILE`: which model to try on a table."""

from __future__ import annotations

import argparse
import json
import shlex

from threadpoolctl import threadpool_limits

from metaselect.cli._arguments import OPTIONS_OF_FILES, import_modules
from metaselect.cli._knowledge_base import find_knowledge_base
from metaselect.cli._output import hand_over, say
from metaselect.cli._roles import roles_from
from metaselect.cli._startup import read_table_file
from metaselect.data import ROLE_CHOICES, Dataset, TableFile, make_dataset
from metaselect.metalearners import DEFAULT_META_LEARNER
from metaselect.recommendation import (
    InformationCriteria,
    NoCriteria,
    Recommendation,
    criteria_or_reasons,
    find_machine_speed,
    linear_candidates,
    recommend_for_dataset,
)
from metaselect.report import (
    collect,
    collect_criteria,
    plain,
    render_code,
    render_criteria,
    render_explanation,
    render_recommendation,
)

__all__ = ["run"]


def run(arguments: argparse.Namespace) -> None:
    """Read the table, recommend, print."""
    import_modules(arguments.modules)
    roles = roles_from(arguments)
    knowledge_base = find_knowledge_base(arguments.knowledge_base)  # while a large table is still being read
    file = read_table_file(arguments, arguments.begun)
    dataset = make_dataset(file, arguments.target, task=arguments.task, roles=roles)
    find_machine_speed()  # measured once for all, so that seconds are those of this machine
    with threadpool_limits(1):  # the matrices are small: threads would spend their time waiting for one another
        recommendation = recommend_for_dataset(
            dataset,
            metric=arguments.metric,
            top=arguments.top,
            meta_learner=arguments.meta_learner,
            knowledge_base=knowledge_base,
            exclude=arguments.exclude,
            cheap=arguments.cheap,
            random_state=arguments.random_state,
        )
        found: list[InformationCriteria] = []
        reasons: list[NoCriteria] = []
        if arguments.information_criteria:
            found, reasons = criteria_or_reasons(linear_candidates(recommendation), dataset, arguments.random_state)
    if arguments.json:
        answer = collect(recommendation, with_explanation=arguments.explain)
        if arguments.information_criteria:
            answer |= {"information_criteria": collect_criteria(found), "without_information_criteria": plain(reasons)}
        hand_over(json.dumps(answer, indent=2))
    elif arguments.code:
        hand_over(_code(arguments, file, dataset, recommendation), end="")
    else:
        say(render_recommendation(recommendation, _command(arguments)))
        if arguments.explain:
            say(f"\n{render_explanation(recommendation)}")
        if arguments.information_criteria:
            say(f"\n{render_criteria(found, reasons)}")


def _code(arguments: argparse.Namespace, file: TableFile, dataset: Dataset, recommendation: Recommendation) -> str:
    return render_code(
        recommendation.best,
        dataset,
        path=arguments.file,
        metric=recommendation.scorer,
        format=file.format,
        repairs=file.repairs,
        validation=recommendation.validation,
    )


def _command(arguments: argparse.Namespace) -> str:
    """What was typed, to be typed again with another ending."""
    words = ["metaselect", "recommend", arguments.file]
    for option in ("target", "metric", "knowledge_base"):
        value = getattr(arguments, option)
        words += [f"--{option.replace('_', '-')}", value] if value else []
    words += ["--task", arguments.task] if arguments.task != "auto" else []
    words += ["--meta-learner", arguments.meta_learner] if arguments.meta_learner != DEFAULT_META_LEARNER else []
    words += [
        word for role in ROLE_CHOICES if (given := getattr(arguments, role)) for word in (f"--{role}", ",".join(given))
    ]
    words += ["--cheap"] if arguments.cheap else []
    words += ["--exclude", ",".join(arguments.exclude)] if arguments.exclude else []
    words += ["--import", ",".join(arguments.modules)] if arguments.modules else []
    words += ["--sample-rows", str(arguments.sample_rows)] if arguments.sample_rows else []
    words += ["--random-state", str(arguments.random_state)] if arguments.random_state else []
    words += _words_on_file(arguments)
    return shlex.join(words)


def _words_on_file(arguments: argparse.Namespace) -> list[str]:
    """What was said of the file."""
    words = []
    for option in OPTIONS_OF_FILES:
        name, value = f"--{option.replace('_', '-')}", getattr(arguments, option)
        words += [name] if value is True else [word for each in _several(value) for word in (name, str(each))]
    return words


def _several(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else [value] if value not in (None, False) else []
