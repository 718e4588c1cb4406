"""`metaselect describe FILE`: a table as metaselect sees it."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from threadpoolctl import threadpool_limits

from metaselect.cli._roles import add_roles, roles_from
from metaselect.cli._startup import add_table_file, read_table_file
from metaselect.data import TASKS, Dataset, assign_roles, find_leaks, find_target, make_dataset
from metaselect.exceptions import ConfigurationError
from metaselect.metafeatures import EFFORTS, MetaFeatures, extract_metafeatures
from metaselect.report import Description, collect_description, render_description

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_table_file(parser)
    parser.add_argument(
        "--task", choices=["auto", "classification", *TASKS], default="auto", help="default: by the target's values"
    )
    add_roles(parser)
    parser.add_argument("--metafeatures", action="store_true", help="also the metafeatures; needs a target")
    parser.add_argument(
        "--effort", choices=list(EFFORTS), default="default", help="which metafeatures to pay for (default: default)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> None:
    """Read the table, describe, print."""
    roles = roles_from(arguments)
    file = read_table_file(arguments, arguments.begun)
    table = file.table
    target = find_target(table.columns, arguments.target, Path(arguments.file).name)
    if target is None and arguments.metafeatures:
        raise ConfigurationError("metafeatures describe a table and its target; name it with --target COLUMN")
    dataset = None if target is None else make_dataset(file, target, task=arguments.task, roles=roles)
    found = dataset.roles if dataset else assign_roles(table, roles)
    with threadpool_limits(1):
        description = Description(
            name=Path(arguments.file).name,
            table=table,
            roles=found,
            dataset=dataset,
            leaks=find_leaks(dataset, arguments.random_state) if dataset else {},
            metafeatures=_metafeatures(dataset, arguments) if dataset and arguments.metafeatures else None,
            notes=dataset.notes if dataset else file.notes,
            whole=file.whole,
        )
    if arguments.json:
        print(json.dumps(collect_description(description), indent=2))
    else:
        print(render_description(description))


def _metafeatures(dataset: Dataset, arguments: argparse.Namespace) -> MetaFeatures:
    return extract_metafeatures(dataset, effort=arguments.effort, random_state=arguments.random_state)
