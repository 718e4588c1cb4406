"""`metaselect recommend FILE`: which model to try on a table."""

from __future__ import annotations

import argparse
import json
import shlex

from threadpoolctl import threadpool_limits

from metaselect.cli._arguments import import_modules
from metaselect.cli._knowledge_base import find_knowledge_base
from metaselect.cli._output import hand_over, say
from metaselect.cli._roles import roles_from
from metaselect.cli._script import script_of
from metaselect.cli._startup import read_table_file
from metaselect.cli.arguments.recommend import add_arguments
from metaselect.data import make_dataset
from metaselect.recommendation import (
    InformationCriteria,
    NoCriteria,
    criteria_or_reasons,
    find_machine_speed,
    linear_candidates,
    recommend_for_dataset,
)
from metaselect.report import (
    collect,
    collect_criteria,
    plain,
    render_criteria,
    render_explanation,
    render_recommendation,
)

__all__ = ["run"]

# Options by which the same advice is printed in another way.
_ENDINGS = ("json", "code", "explain", "information_criteria", "top")


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
            single=arguments.single,
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
        hand_over(script_of(arguments.file, file, dataset, recommendation.best, recommendation), end="")
    else:
        say(render_recommendation(recommendation, _command(arguments)))
        if arguments.explain:
            say(f"\n{render_explanation(recommendation)}")
        if arguments.information_criteria:
            say(f"\n{render_criteria(found, reasons)}")


def _command(arguments: argparse.Namespace) -> str:
    """What was typed, to be typed again with another ending."""
    parser = argparse.ArgumentParser(add_help=False)
    add_arguments(parser)
    words = ["metaselect", "recommend", arguments.file]
    for action in parser._actions:  # in the order in which help shows them
        value = getattr(arguments, action.dest)
        if action.option_strings and action.dest not in _ENDINGS and value != action.default:
            words += _words_for(action, value)
    return shlex.join(words)


def _words_for(action: argparse.Action, value: object) -> list[str]:
    option = action.option_strings[-1]
    if action.nargs == 0:
        return [option]
    if type(action) is argparse._AppendAction and isinstance(value, list):
        return [word for item in value for word in _with_value(option, str(item))]
    return _with_value(option, ",".join(value) if isinstance(value, list) else str(value))


def _with_value(option: str, value: str) -> list[str]:
    return [f"{option}={value}"] if value.startswith("-") else [option, value]
