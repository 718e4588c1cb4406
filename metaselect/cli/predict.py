"""`metaselect predict MODEL FILE`: the rows of a table are predicted by a model that was saved."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from threadpoolctl import threadpool_limits

from metaselect.cli._arguments import OPTIONS_OF_FILES
from metaselect.cli._output import OutputError, complain, hand_over, say
from metaselect.cli._standard_input import CALLED, STANDARD_INPUT, called_standard_input, save_standard_input
from metaselect.data import ReadingOptions, find_target
from metaselect.exceptions import ConfigurationError, MetaSelectError, shorten
from metaselect.folders import opened_atomically
from metaselect.models import Checks, Model, load_model, open_rows, predict_blocks

__all__ = ["run"]

_STANDARD_OUTPUT = "-"
_MOST_NOTES = 20
_SUFFIXES = (".csv", ".tsv", ".txt", "")


def run(arguments: argparse.Namespace) -> None:
    """Load the model, predict block by block, write."""
    options = ReadingOptions.of(**{name: getattr(arguments, name) for name in OPTIONS_OF_FILES})
    _check_output(arguments)
    model = load_model(arguments.model)
    if arguments.probabilities:
        _ = model.classes_  # or it is said at once that there are none
    if arguments.file == STANDARD_INPUT:
        with called_standard_input(save_standard_input()) as path:
            _predict(arguments, model, path, CALLED, options)
    else:
        _predict(arguments, model, arguments.file, Path(arguments.file).name, options)


def _predict(arguments: argparse.Namespace, model: Model, path: str, name: str, options: ReadingOptions) -> None:
    rows = open_rows(model, path, options)
    identifiers = _identifiers(arguments.id, model, rows.columns, name)
    checks = model.begin_checks()
    tables = predict_blocks(model, rows, checks, identifiers=identifiers, with_probabilities=arguments.probabilities)
    n_rows = 0
    with _written(arguments.output) as write, threadpool_limits(1):
        for table in tables:
            write(table.to_csv(index=False, header=n_rows == 0, lineterminator="\n"))
            n_rows += len(table)
        if arguments.strict:
            _check_strictly(checks)
    _say_facts(checks)
    if arguments.output != _STANDARD_OUTPUT:
        columns = shorten([*identifiers, model.manifest.training.target])
        say(f"{n_rows} row{'s' * (n_rows != 1)} predicted; saved in {arguments.output}: {columns}")


@contextmanager
def _written(output: str) -> Iterator[Callable[[str], object]]:
    """Yield what writes text to the output."""
    if output == _STANDARD_OUTPUT:
        yield lambda text: hand_over(text, end="")
        return
    with opened_atomically(Path(output)) as file:
        yield file.write


def _check_output(arguments: argparse.Namespace) -> None:
    if arguments.output == _STANDARD_OUTPUT:
        if arguments.strict:
            raise ConfigurationError("--strict writes nothing where something is wrong: give a file with --output CSV")
        return
    output = Path(arguments.output)
    if output.is_dir():
        raise ConfigurationError(f"{output} is a folder; give the name of a file, such as predictions.csv")
    if not output.absolute().parent.is_dir():
        raise ConfigurationError(f"there is no folder {output.parent} for {output.name}; make it, or write elsewhere")
    if output.suffix.lower() not in _SUFFIXES:
        raise ConfigurationError(f"predictions are written as CSV; give {output.with_suffix('.csv')} as --output")
    for given in (arguments.model, arguments.file):
        if output.exists() and Path(given).exists() and output.samefile(given):
            raise ConfigurationError(f"{output} would be overwritten by the predictions; give another --output CSV")


def _identifiers(asked: Sequence[str], model: Model, columns: Sequence[str], name: str) -> list[str]:
    """Return the columns that are carried along: those that were asked for, or that named rows when it was fitted."""
    if not asked:
        return [column for column in model.manifest.training.identifiers if column in columns]
    found = []
    for column in asked:
        try:
            found.append(str(find_target(columns, column, name)))
        except MetaSelectError:
            raise ConfigurationError(
                f"--id {column} is no column of {name}; its columns: {shorten(columns, 40)}"
            ) from None
    return found


def _check_strictly(checks: Checks) -> None:
    wrong = [
        *(f"{name} is not there" for name in checks.missing_columns),
        *(f"{name} has changed its type" for name in checks.changed_columns),
    ]
    if wrong:
        raise OutputError(f"nothing was written, as --strict says: {shorten(wrong)}")


def _say_facts(checks: Checks) -> None:
    if not (facts := checks.facts()):
        return
    from metaselect.report import as_option, in_words  # here, not above: where nothing is to be said, it takes time

    for fact in facts[:_MOST_NOTES]:
        complain(f"metaselect: note: {in_words(fact, as_option)}")
    if len(facts) > _MOST_NOTES:
        complain(f"metaselect: note: ... and {len(facts) - _MOST_NOTES} more of this kind")
