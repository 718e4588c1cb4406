"""`metaselect fit FILE`: what is recommended for a table is fitted to it, and saved."""

from __future__ import annotations

import argparse
import json
import re
import shlex
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import pandas as pd
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits

from metaselect.cli._arguments import import_modules
from metaselect.cli._knowledge_base import find_knowledge_base
from metaselect.cli._output import complain, hand_over, say
from metaselect.cli._roles import roles_from
from metaselect.cli._script import script_of
from metaselect.cli._spend import begin_to_spend, spend
from metaselect.cli._standard_input import STANDARD_INPUT
from metaselect.cli._startup import read_table_file
from metaselect.data import Dataset, ReadingRules, TableFile, make_dataset
from metaselect.exceptions import ConfigurationError, first_line
from metaselect.knowledge import learn
from metaselect.learners import Blend, Configuration
from metaselect.models import Model, describe_training, expectation_of, make_model, provenance_of, save_model
from metaselect.recommendation import Candidate, Recommendation, advise_and_place, find_machine_speed
from metaselect.report import collect_search, render_fitted_model, render_search
from metaselect.search import Plan, Search, knowledge_from, plan_of, read_plan, write_plan

__all__ = ["run"]


def run(arguments: argparse.Namespace) -> None:
    """Read the table, recommend, fit, save, print."""
    output = _output(arguments)
    plan = read_plan(Path(arguments.replay)) if arguments.replay else None
    if arguments.plan:
        _check_can_be_written(Path(arguments.plan), "plan.json")
    import_modules(arguments.modules)
    spent = begin_to_spend(arguments)
    if plan is not None and spent is not None:
        raise ConfigurationError("--replay fits what the plan says; leave out --budget and --trials")
    roles = roles_from(arguments)
    knowledge_base = find_knowledge_base(arguments.knowledge_base)  # while a large table is still being read
    file = read_table_file(arguments, arguments.begun)
    dataset = make_dataset(file, arguments.target, task=arguments.task, roles=roles)
    find_machine_speed()
    with threadpool_limits(1):
        recommendation, case = advise_and_place(
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
    y = file.table[dataset.target]
    X = file.table.drop(columns=dataset.target)
    found = None
    if spent is not None:
        found = spend(case, recommendation, X, y, partial(_pipeline_of, recommendation), spent)
        candidate, pipeline = found.candidate, found.pipeline
    elif plan is not None:
        candidate = _planned(plan, recommendation, dataset)
        pipeline = candidate.build().fit(X, y)
    else:
        candidate, pipeline = _fit_first(recommendation, X, y)
    seconds = time.perf_counter() - begun
    model = _model_of(pipeline, arguments, file, dataset, candidate, recommendation)
    save_model(output, model)
    if found is not None:
        _keep(found, dataset, arguments)
    if arguments.json:
        hand_over(json.dumps({"model": str(output), **({} if found is None else collect_search(found))}, indent=2))
    elif arguments.code:
        hand_over(script_of(arguments.file, file, dataset, candidate, recommendation), end="")
    else:
        if found is not None:
            say(f"{render_search(found, recommendation)}\n")
        command = shlex.join(["metaselect", "predict", str(output), "new.csv", "-o", "predictions.csv"])
        say(render_fitted_model(model, candidate, recommendation.warnings, seconds, output, command, found is not None))


def _model_of(
    pipeline: Pipeline,
    arguments: argparse.Namespace,
    file: TableFile,
    dataset: Dataset,
    candidate: Candidate,
    recommendation: Recommendation,
) -> Model:
    """Return a fitted pipeline with all that its file says of it."""
    path = None if arguments.file == STANDARD_INPUT else arguments.file
    return make_model(
        pipeline,
        describe_training(dataset, ReadingRules.of(file, path, dataset.target)),
        expectation=expectation_of(candidate, recommendation),
        provenance=provenance_of(candidate, recommendation),
    )


def _keep(found: Search, dataset: Dataset, arguments: argparse.Namespace) -> None:
    """Keep what a search found beyond the model: as a plan, and as knowledge, where that is wanted."""
    if arguments.plan:
        write_plan(plan_of(found, dataset.target), Path(arguments.plan))
    if arguments.learn:
        name = re.sub(r"[^\w.-]", "-", dataset.name).strip(".-") or "table"
        learn(knowledge_from(found, dataset), name)
        complain(f"metaselect: learned as {name}; undo with: metaselect knowledge remove {name}")


def _pipeline_of(recommendation: Recommendation, model: Configuration | Blend) -> Pipeline:
    """Return the unfitted pipeline of a model, for the table that the advice is for."""
    return replace(recommendation.best, configuration=model).build()


def _planned(plan: Plan, recommendation: Recommendation, dataset: Dataset) -> Candidate:
    """Return what a plan says as a candidate; ConfigurationError where it is for another target."""
    if (plan.task, plan.target) != (dataset.task, dataset.target):
        raise ConfigurationError(
            f"the plan is for the target {plan.target!r} ({plan.task}), and this is {dataset.target!r} "
            f"({dataset.task}); give the table that it was made for"
        )
    return replace(recommendation.best, configuration=plan.model, random_state=plan.random_state)


def _output(arguments: argparse.Namespace) -> Path:
    """Return the path of the model, before anything takes time."""
    name = "model" if arguments.file == "-" else Path(arguments.file).name.split(".")[0]
    output = Path(arguments.output or f"{name}.skops")
    _check_can_be_written(output, "model.skops")
    if output.exists() and Path(arguments.file).exists() and output.samefile(arguments.file):
        raise ConfigurationError(f"{output} is the table itself; give another name for the model")
    return output


def _check_can_be_written(path: Path, example: str) -> None:
    if path.is_dir():
        raise ConfigurationError(f"{path} is a folder; give the name of a file, such as {path / example}")
    if not path.absolute().parent.is_dir():
        raise ConfigurationError(f"there is no folder {path.parent} for {path.name}; make it, or write elsewhere")


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
