"""`metaselect describe FILE`: a table as metaselect sees it."""

from __future__ import annotations

import argparse
import json

from threadpoolctl import threadpool_limits

from metaselect.cli._output import hand_over, say
from metaselect.cli._roles import roles_from
from metaselect.cli._startup import read_table_file
from metaselect.data import Dataset, assign_roles, find_leaks, find_target, make_dataset, notes_on_table
from metaselect.exceptions import ConfigurationError
from metaselect.metafeatures import MetaFeatures, extract_metafeatures
from metaselect.report import Description, collect_description, render_description

__all__ = ["run"]


def run(arguments: argparse.Namespace) -> None:
    """Read the table, describe, print."""
    roles = roles_from(arguments)
    file = read_table_file(arguments, arguments.begun)
    table = file.table
    target = find_target(table.columns, arguments.target, file.name)
    if target is None and arguments.metafeatures:
        raise ConfigurationError("metafeatures describe a table and its target; name it with --target COLUMN")
    dataset = None if target is None else make_dataset(file, target, task=arguments.task, roles=roles)
    found = dataset.roles if dataset else assign_roles(table, roles)
    with threadpool_limits(1):
        description = Description(
            name=file.name,
            table=table,
            roles=found,
            dataset=dataset,
            leaks=find_leaks(dataset, arguments.random_state) if dataset else {},
            metafeatures=_metafeatures(dataset, arguments) if dataset and arguments.metafeatures else None,
            notes=dataset.notes if dataset else (*file.notes, *notes_on_table(table, roles)),
            whole=file.whole,
        )
    if arguments.json:
        hand_over(json.dumps(collect_description(description), indent=2))
    else:
        say(render_description(description))


def _metafeatures(dataset: Dataset, arguments: argparse.Namespace) -> MetaFeatures:
    return extract_metafeatures(dataset, effort=arguments.effort, random_state=arguments.random_state)
