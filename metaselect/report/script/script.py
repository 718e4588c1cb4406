"""A Python script that fits a recommended pipeline and predicts new rows.

It needs scikit-learn and xgboost alone; only where the network of metaselect is part of the model, metaselect too: its
weights are no text.
"""

from __future__ import annotations

import os
import re
import sys
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import cast

from sklearn.base import BaseEstimator

from metaselect.data import (
    CsvFormat,
    Dataset,
    ReadingOptions,
    Repair,
    SheetFormat,
    TableFormat,
    detect_format,
    is_classification,
    unquoted_lines,
)
from metaselect.exceptions import ConfigurationError
from metaselect.learners import (
    Blend,
    Configuration,
    InContextClassifier,
    InContextRegressor,
    NamedColumns,
    build_pipeline,
)
from metaselect.recommendation import Candidate, ValidationScheme, choose_validation
from metaselect.report.script.columns import make_preparation
from metaselect.report.script.estimators import WIDTH, Variable, as_python
from metaselect.report.script.functions import definitions
from metaselect.report.words.in_words import in_words

__all__ = ["render_code"]

# Their weights are no text: a script imports them.
_HOLD_WEIGHTS = {InContextClassifier.__name__, InContextRegressor.__name__}
_USUAL = {"sep": ",", "decimal": ".", "encoding": "utf-8"}  # pandas' own defaults, not repeated in the script

_READERS = {
    **dict.fromkeys((".parquet", ".pq"), "pd.read_parquet(path)"),
    **dict.fromkeys((".feather", ".arrow"), "pd.read_feather(path)"),
    **dict.fromkeys((".jsonl", ".ndjson"), "pd.read_json(path, lines=True, dtype=False)"),
}

_SCRIPT = '''\
"""Predict {target} as {learner} learns it from {file}: {configuration}, recommended by metaselect.{needed}

    python model.py            validates the model, fits it to {file} and keeps it beside this file
    python model.py NEW_ROWS   prints what the model predicts for a file with the same columns, as CSV
"""

from __future__ import annotations

{imports}

HERE = Path(__file__).parent if "__file__" in globals() else Path()  # a notebook is no file
TABLE = {table}
MODEL = HERE / {kept!r}
TARGET = {target_name!r}
{constants}{functions}

def read(path):
    """Return the table in a file that is written like {file}."""
    if not Path(path).exists():
        way_out = "put the table there, or change TABLE" if path == TABLE else "check the path"
        raise SystemExit(f"there is no file {{path}}; {{way_out}}")
    data = {read}
{repairs}    return data


def prepare(table):
    """Return what the model sees of a table: of training and new rows alike, whatever types their columns have."""
    if missing := [name for name in COLUMNS if name not in table]:
        raise SystemExit(f"the table lacks columns that the model was fitted with: {{missing}}")
{prepare}

def target_of(table):
    """Return what is to be predicted, NaN where it is not known{numbered}."""
{target_lines}

def make_model():
    """Return the model, not fitted yet."""
    return {model}


def train():
    """Validate the model, fit it, keep it and return it."""
    data = read(TABLE)
{left_out}    y = target_of(data)
    data, y = data[y.notna()], y[y.notna()]{as_codes}
    X = prepare(data)
{in_order}{why}
    cv = {cv}
{fit}
    joblib.dump(model, MODEL)
    print("fitted on", len(X), "rows and kept in", MODEL, file=sys.stderr)
    return model


def predict(model, table):
    """Return what the model predicts for the rows of a table."""
    return pd.Series({predicted}, index=table.index, name=TARGET)


def main(words):
    """Train, or predict the rows of the files that are named; the model is fitted anew where none was kept."""
    if not words:
        train()
    for word in words:
        # Loading runs what the file holds: it is the one that `train` keeps here, so put no other in its place.
        model = joblib.load(MODEL) if MODEL.exists() else train()
        print(predict(model, read(Path(word))).to_csv(index=False), end="")


if __name__ == "__main__":
    main(sys.argv[1:])
'''

_FIT = """\
scores = cross_val_score(make_model(), X, y, scoring={metric!r}, cv=cv{groups})
mean, sd = scores.mean(), scores.std()
print(f"{metric} by cross-validation: {{mean:.4g}} (sd over splits {{sd:.2g}})", file=sys.stderr)
model = make_model().fit(X, y)
"""
_QUIET = {
    "for a while": "# How long to train is a hyperparameter here: stopping before convergence regularises.",
    "at a bound": "# A kernel's hyperparameter may end at its bound: on data with little noise that is no fault.",
}


def render_code(
    candidate: Candidate,
    dataset: Dataset,
    *,
    path: str,
    metric: str,
    format: TableFormat | None = None,
    repairs: Sequence[Repair] = (),
    validation: ValidationScheme | None = None,
) -> str:
    """Return a self-contained script that validates the pipeline, fits it, keeps it, and predicts new rows.

    What was decided about the columns of the dataset stands in it as constants, and is done to training rows and new
    ones alike by one function.

    Parameters
    ----------
    candidate : Candidate
        Whose pipeline the script fits.
    dataset : Dataset
        As read from the file.
    path : str
        Of the file; the script looks for it where it is from the working directory, beside itself.
    metric : str
        scikit-learn's scorer name.
    format : CsvFormat or SheetFormat, optional
        How a text table or a sheet is written; None for other files.
    repairs : sequence of Repair
        What was put right in the table when it was read, in this order; nothing by default.
    validation : ValidationScheme, optional
        Which splits to use; those that suit the dataset when not given.

    Raises
    ------
    ConfigurationError
        If pandas alone does not read such a file.
    """
    path = "table.csv" if path == "-" else path  # standard input is gone; it is to be saved as that
    configuration = candidate.configuration
    validation = validation or choose_validation(dataset)
    imports = {"pathlib": {"Path"}, "sklearn.model_selection": {validation.splitter, "cross_val_score"}}
    model = as_python(_pipeline(candidate, dataset), imports, indent=4, before=11)
    preparation = make_preparation(dataset)
    format = format or (detect_format(Path(path), ReadingOptions()) if Path(path).is_file() else None)
    opening = [unquoted_lines] if isinstance(format, CsvFormat) and format.has_quoted_lines else []
    needed = _import_public(imports)
    modules, functions = definitions([*opening, *_called(repairs), *preparation.functions, *_own_classes(imports)])
    quiet = _quiet_lines(configuration, dataset.task)
    if quiet:
        modules.append("import warnings")
    if any("ConvergenceWarning" in line for line in quiet):
        imports["sklearn.exceptions"] = {"ConvergenceWarning"}
    is_numbered = is_classification(dataset.task)
    file = _in_docstring(Path(path).name)
    return _SCRIPT.format(
        target=_in_docstring(repr(dataset.target)),
        learner=configuration.learner,
        configuration=configuration.id,
        file=file,
        needed=f"\n\nIt needs metaselect, which holds the weights of {needed}." if needed else "",
        imports=_import_lines(modules, imports),
        table=_table(path),
        kept=_kept(path, dataset.target, configuration),
        target_name=dataset.target,
        constants="".join(f"{name} = {text}\n" for name, text in preparation.constants.items()),
        functions=functions,
        read=textwrap.indent(_read(path, format), "    ").lstrip(),
        repairs=_lines_of([repair for repair in repairs if not repair.leaves_rows_out]),
        left_out=_lines_of([repair for repair in repairs if repair.leaves_rows_out]),
        prepare=_indented(preparation.lines),
        numbered=": the number of a label in LABELS" * is_numbered,
        target_lines=_indented(preparation.target_lines),
        model=model,
        as_codes="\n    y = y.astype(int)" * is_numbered,
        in_order=_in_order(validation, dataset),
        why=_indented(textwrap.wrap(in_words(validation.why), WIDTH - 6, initial_indent="# ", subsequent_indent="# "))[
            :-1
        ],
        cv=validation.code,
        fit=_fit(metric, validation, quiet),
        predicted="np.array(LABELS, dtype=object)[model.predict(prepare(table))]"
        if is_numbered
        else "model.predict(prepare(table))",
    )


def _pipeline(candidate: Candidate, dataset: Dataset) -> BaseEstimator:
    """Return the model, with the names that the script has for columns in place of rules that find them."""
    texts = {name: dataset.X[name].fillna("") for name in dataset.text_columns}
    columns = NamedColumns(_list_called("NUMERIC"), _list_called("CATEGORICAL"), texts)
    model, task, seed = candidate.configuration, candidate.task, candidate.random_state
    if isinstance(model, Blend):
        return model.build_for_columns(task, seed, columns)
    return build_pipeline(model.learner, model.hyperparameters, task, seed, columns=columns)


def _import_public(imports: dict[str, set[str]]) -> str:
    """Let the script import public classes of metaselect from there, and return their names."""
    names = {name for module, of_it in imports.items() if module.startswith("metaselect.") for name in of_it}
    if public := names & _HOLD_WEIGHTS:
        imports["metaselect"] = public
        for module in [module for module in imports if module.startswith("metaselect.")]:
            imports[module] -= public
    return " and ".join(sorted(public))


def _own_classes(imports: dict[str, set[str]]) -> list[type]:
    """Return the classes of metaselect that a model needs, which are defined in the script instead of imported."""
    own = [module for module in imports if module.startswith("metaselect.")]
    return [getattr(import_module(module), name) for module in own for name in sorted(imports.pop(module))]


def _list_called(name: str) -> list[str]:
    return cast(list[str], Variable(name))  # a list when the script runs; here it is printed alone


def _quiet(configuration: Configuration | Blend) -> str:
    """Return why a warning is no news, as a comment; empty where it is."""
    if isinstance(configuration, Blend):
        return next(filter(None, map(_quiet, configuration.members)), "")
    if "max_iter" in configuration.hyperparameters:
        return _QUIET["for a while"]
    return _QUIET["at a bound"] * (configuration.learner == "gaussian_process")


def _quiet_lines(configuration: Configuration | Blend, task: str) -> list[str]:
    """Return the lines that silence warnings which are no news."""
    lines = []
    if why := _quiet(configuration):
        lines += [why, 'warnings.simplefilter("ignore", ConvergenceWarning)']
    members = configuration.members if isinstance(configuration, Blend) else ()
    if task == "multiclass" and any(member.learner == "xgboost" for member in members):
        lines += [
            "# Probabilities of xgboost are in single precision: they add up to 1 but for rounding.",
            'warnings.filterwarnings("ignore", "The y_prob values do not sum to one")',
        ]
    return lines


def _called(repairs: Sequence[Repair]) -> list[Callable]:
    return [function for repair in repairs for function in repair.functions]


def _lines_of(repairs: Iterable[Repair]) -> str:
    return _indented(line for repair in repairs for line in repair.lines())


def _fit(metric: str, validation: ValidationScheme, quiet: Sequence[str]) -> str:
    lines = _FIT.format(metric=metric, groups="" if validation.groups is None else ", groups=groups").splitlines()
    if quiet:
        lines = ["with warnings.catch_warnings():", *(f"    {line}" for line in [*quiet, *lines])]
    return _indented(lines)[:-1]


def _in_order(validation: ValidationScheme, dataset: Dataset) -> str:
    """Return what is done to the rows before they are split."""
    if validation.groups is not None:
        return _indented([f"groups = pd.factorize(data[{validation.groups!r}])[0]"])
    if (column := validation.order) is None:
        return ""
    if column in dataset.dates:
        column = dataset.dates[column].part_name(column, "days")
    source = "X" if column in dataset.X else "data"
    return _indented(
        [
            f"order = np.argsort({source}[{column!r}].to_numpy(), kind='stable')",
            "X, y = X.iloc[order], y.iloc[order]",
        ]
    )


def _indented(lines: Iterable[str]) -> str:
    return "".join(f"{textwrap.indent(line, '    ')}\n" for line in lines)


def _read(path: str, format: TableFormat | None) -> str:
    """Return the call that reads the file at `path` of the script."""
    if isinstance(format, CsvFormat):
        source = f"{unquoted_lines.__name__}(path, {format.encoding!r})" if format.has_quoted_lines else "path"
        return _call("pd.read_csv", format.read_csv_arguments(), source)
    if isinstance(format, SheetFormat):
        return f"{_call('pd.read_excel', format.read_excel_arguments())}.infer_objects()"
    suffix = Path(path).suffix.lower()
    if suffix not in _READERS:
        raise ConfigurationError(f"a script cannot read {suffix} files with pandas alone; save the table as CSV first")
    return _READERS[suffix]


def _call(function: str, arguments: Mapping[str, object], source: str = "path") -> str:
    told = {name: value for name, value in arguments.items() if name not in _USUAL or value != _USUAL[name]}
    if not told:
        return f"{function}({source})"
    lines = [f"    {name}={as_python(value, {}, 4, len(name) + 5)},\n" for name, value in told.items()]
    return f"{function}(\n    {source},\n{''.join(lines)})"


def _table(path: str) -> str:
    """Return the path of the file from the place of the script, which is taken to be the working directory."""
    relative = os.path.relpath(path) if Path(path).drive in ("", Path.cwd().drive) else path
    if Path(path).is_absolute() and relative.startswith(os.pardir):
        return f"Path({path!r})"
    return f"HERE / {Path(relative).as_posix()!r}"


def _kept(path: str, target: str, configuration: Configuration | Blend) -> str:
    """Return the name of the file with the fitted model, which is no other model's."""
    words = (Path(path).name.split(".")[0], target, configuration.id)
    return "-".join(re.sub(r"\W+", "_", word) for word in words if word) + ".joblib"


def _in_docstring(text: str) -> str:
    """Return a name so that it neither ends a docstring nor is read as an escape in it."""
    return repr(text)[1:-1].replace("\\'", "'").replace("\\", "\\\\").replace('"', "'")


def _import_lines(modules: Iterable[str], imports: Mapping[str, set[str]]) -> str:
    names = {module: set(names) for module, names in imports.items()}
    plain = {"import sys"}
    for line in modules:
        if line.startswith("import "):
            plain.add(line)
        else:
            _, module, _, name = line.split(maxsplit=3)
            names.setdefault(module, set()).add(name)
    froms = {module: _from(module, sorted(of_it)) for module, of_it in sorted(names.items())}
    is_standard = {module: module.partition(".")[0] in sys.stdlib_module_names for module in froms}
    standard = [*sorted(plain), *(line for module, line in froms.items() if is_standard[module])]
    others = ["import joblib", "import numpy as np", "import pandas as pd"]
    others += [line for module, line in froms.items() if not is_standard[module]]
    return "\n".join([*standard, "", *others])


def _from(module: str, names: Sequence[str]) -> str:
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= WIDTH:
        return line
    return "\n".join([f"from {module} import (", *(f"    {name}," for name in names), ")"])
