"""`metaselect fit FILE`: what is recommended for a table is fitted to it, and saved."""

from __future__ import annotations

import argparse
import shlex
import time
from pathlib import Path

import pandas as pd
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits

from metaselect.cli._arguments import import_modules
from metaselect.cli._knowledge_base import find_knowledge_base
from metaselect.cli._output import complain, say
from metaselect.cli._roles import roles_from
from metaselect.cli._startup import read_table_file
from metaselect.data import ReadingRules, make_dataset
from metaselect.exceptions import ConfigurationError, first_line
from metaselect.models import describe_training, expectation_of, make_model, provenance_of, save_model
from metaselect.recommendation import Candidate, Recommendation, find_machine_speed, recommend_for_dataset
from metaselect.report import render_fitted_model

__all__ = ["run"]


def run(arguments: argparse.Namespace) -> None:
    """Read the table, recommend, fit, save, print."""
    output = _output(arguments)
    import_modules(arguments.modules)
    roles = roles_from(arguments)
    knowledge_base = find_knowledge_base(arguments.knowledge_base)  # while a large table is still being read
    file = read_table_file(arguments, arguments.begun)
    dataset = make_dataset(file, arguments.target, task=arguments.task, roles=roles)
    find_machine_speed()
    with threadpool_limits(1):
        recommendation = recommend_for_dataset(
            dataset,
            metric=arguments.metric,
            meta_learner=arguments.meta_learner,
            knowledge_base=knowledge_base,
            exclude=arguments.exclude,
            single=arguments.single,
            cheap=arguments.cheap,
            random_state=arguments.random_state,
        )
    begun = time.perf_counter()
    target = file.table[dataset.target]
    candidate, pipeline = _fit_first(recommendation, file.table.drop(columns=dataset.target), target)
    seconds = time.perf_counter() - begun
    model = make_model(
        pipeline,
        describe_training(dataset, ReadingRules.of(file)),
        expectation=expectation_of(candidate, recommendation),
        provenance=provenance_of(candidate, recommendation),
    )
    save_model(output, model)
    command = shlex.join(["metaselect", "predict", str(output), "new.csv", "-o", "predictions.csv"])
    say(render_fitted_model(model, candidate, recommendation.warnings, seconds, output, command))


def _output(arguments: argparse.Namespace) -> Path:
    """Return the path of the model, before anything takes time."""
    name = "model" if arguments.file == "-" else Path(arguments.file).name.split(".")[0]
    output = Path(arguments.output or f"{name}.skops")
    if output.is_dir():
        raise ConfigurationError(f"{output} is a folder; give the name of a file, such as {output / 'model.skops'}")
    if not output.absolute().parent.is_dir():
        raise ConfigurationError(f"there is no folder {output.parent} for {output.name}; make it, or write elsewhere")
    if output.exists() and Path(arguments.file).exists() and output.samefile(arguments.file):
        raise ConfigurationError(f"{output} is the table itself; give another name for the model")
    return output


def _fit_first(recommendation: Recommendation, X: pd.DataFrame, y: pd.Series) -> tuple[Candidate, Pipeline]:
    """Fit the first candidate; where that fails on this table, the next."""
    *candidates, last = recommendation.candidates
    for candidate in candidates:
        try:
            return candidate, candidate.build().fit(X, y)
        except Exception as error:  # noqa: BLE001  (a learner may fail in any way)
            learner = candidate.configuration.learner
            complain(f"metaselect: {learner} failed, the next one is fitted: {first_line(error, 200)}")
    return last, last.build().fit(X, y)
