"""A script predicts for new rows what the pipeline predicts that `build` returns, whatever the table."""

import datetime
import os
import random
import runpy
import secrets

import numpy as np
import pytest

from metaselect.data import make_dataset, read_file
from metaselect.exceptions import MetaSelectError
from metaselect.learners import make_configuration
from metaselect.recommendation import ByRows, Candidate, ValidationScheme
from metaselect.report import render_code

_DAY = datetime.date(2019, 12, 27)
_WORDS = "the film was good bad long and never dull again with of a cast that".split()  # noqa: SIM905

# How the cells of a column are written, from a random generator and the number of the row.
CELLS = {
    "whole numbers": lambda rng, i: str(rng.randint(-5, 90)),
    "numbers with gaps": lambda rng, i: rng.choice(["", f"{rng.gauss(0, 3):.4f}"]),
    "one gap": lambda rng, i: "" if i == 50 else str(rng.randint(0, 9)),
    "huge numbers": lambda rng, i: rng.choice(["1e300", "-1e39", "inf", "3", "4.5"]),
    "truth values": lambda rng, i: rng.choice(["True", "False"]),
    "truth values with gaps": lambda rng, i: rng.choice(["true", "false", ""]),
    "yes and no": lambda rng, i: rng.choice(["yes", "No", "no"]),
    "names": lambda rng, i: rng.choice(["Rome", "Oslo", "Lima", "", "None"]),
    "spellings": lambda rng, i: rng.choice(["Rome", "ROME", " Rome", "Oslo", "oslo "]),
    "codes": lambda rng, i: "104A" if i == 51 else str(100 + rng.randint(0, 5)),
    "codes with gaps": lambda rng, i: "104A" if i == 51 else rng.choice(["", "101", "102", "103"]),
    "leading zeros": lambda rng, i: f"{rng.randint(0, 20):05d}",
    "money": lambda rng, i: f"${rng.randint(1, 9)},{rng.randint(100, 999)}",
    "euros": lambda rng, i: f"{rng.randint(1, 9)}.{rng.randint(100, 999)},50 €",
    "per cent": lambda rng, i: rng.choice([f"{rng.randint(0, 99)} %", ""]),
    "units": lambda rng, i: f"{rng.uniform(1, 9):.1f} km",
    "durations": lambda rng, i: f"{rng.randint(0, 9)}h {rng.randint(1, 59)}m",
    "footnotes": lambda rng, i: rng.choice(["red [1]", "red", "blue", "blue [2]"]),
    "days": lambda rng, i: str(_DAY + datetime.timedelta(days=rng.randint(0, 900))),
    "German days": lambda rng, i: f"{rng.randint(1, 28)}.{rng.randint(1, 12)}.20{rng.randint(10, 25)}",
    "moments": lambda rng, i: f"2024-0{rng.randint(1, 9)}-{rng.randint(10, 28)} {rng.randint(10, 23)}:30",
    "times": lambda rng, i: f"{rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}",
    "days as numbers": lambda rng, i: f"20{rng.randint(10, 25)}0{rng.randint(1, 9)}{rng.randint(10, 28)}",
    "texts": lambda rng, i: " ".join(rng.choices(_WORDS, k=rng.randint(4, 9))) if i % 9 else "",
    "lists": lambda rng, i: ",".join(rng.sample("abcdefg", rng.randint(1, 4))),
    "years": lambda rng, i: str(rng.randint(1990, 2024)),
    "German months": lambda rng, i: f"{rng.randint(1, 28)}. {rng.choice(['Januar', 'März', 'Mai', 'Dezember'])} 2021",
    "weeks": lambda rng, i: f"2024-W{rng.randint(10, 52)}",
    "minutes": lambda rng, i: f"{rng.randint(1, 59)}:{rng.randint(10, 59)}" if i % 7 else f"1:{rng.randint(10, 59)}:07",
    "thousands": lambda rng, i: rng.choice(["€6.4M", f"€{rng.randint(1, 900)}K", f"€{rng.randint(1, 90)}.5K"]),
    "error texts": lambda rng, i: rng.choice(["#DIV/0!", str(rng.randint(1, 90)), f"{rng.uniform(1, 9):.2f}"]),
    "detection limits": lambda rng, i: rng.choice(["<4.5", f"{rng.uniform(5, 90):.1f}"]),
    "trailing minus": lambda rng, i: f"{rng.uniform(5, 90):.2f}{rng.choice(['-', ''])}",
    "fractions": lambda rng, i: rng.choice(["0.5", "1.5", "2"]),
}
NAMES = [
    *("age", "review__text", "__", "it's", 'the "best"', "{name}", "%s", "a\\b", "two words", "class", "x[0]<1"),
    *("größe", "价格", "#sold", "a,b", "1", "data", "X", "table", "name", '"""', "\\N{x}", "a;b", "$", "NUMERIC"),
]
TARGETS = {
    "binary": [["no", "yes"], ["0", "1"], ["False", "True"], ["a b", 'it\'s "x"'], ["0.5", "1.5"], ["1", "2"]],
    "multiclass": [["low", "middle", "high"], ["1", "2", "3"], ["Ä", "{b}", "c\\"], ["0.5", "1.5", "2.5"]],
    "regression": [[]],
}
LEARNERS = {
    "binary": ["decision_tree", "logistic_regression", "gaussian_naive_bayes", "xgboost"],
    "multiclass": ["decision_tree", "linear_discriminant", "xgboost"],
    "regression": ["decision_tree", "ridge", "xgboost"],
}
# The number that a linear model predicts depends on every column.
LINEAR = {"regression": ["ridge"]}
METRICS = {"binary": "roc_auc", "multiclass": "accuracy", "regression": "r2"}
_VALIDATION = ValidationScheme("KFold", {"n_splits": 2}, ByRows("single", 60, is_stratified=False))


def cell(text):
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ',"\n') else text


def write(path, names, rows):
    lines = [",".join(map(cell, row)) for row in [names, *rows]]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def target_cells(rng, task, n_rows):
    if task == "regression":
        return [f"{rng.gauss(0, 3):.3f}" if rng.random() < 0.95 else "" for _ in range(n_rows)]
    labels = rng.choice(TARGETS[task])
    return [labels[i % len(labels)] if rng.random() < 0.95 else "" for i in range(n_rows)]


def check_script(folder, rng, kinds, learners=LEARNERS, task=None, n_rows=90):
    """Predict rows of a table, a few at a time, by the script and by the pipeline; return what is wrong."""
    task = task or rng.choice(list(learners))
    names = [*rng.sample(NAMES, len(kinds)), rng.choice(["outcome", "it's {x}", 'a "target"', "y__z"])]
    columns = [[CELLS[kind](rng, i) for i in range(n_rows)] for kind in kinds]
    rows = list(zip(*columns, target_cells(rng, task, n_rows), strict=True))
    path = folder / "table of mine.csv"
    write(path, names, rows)
    file = read_file(path)
    try:
        dataset = make_dataset(file, names[-1], task=task)
    except MetaSelectError:
        return None  # such as no column that is left to learn from
    if len(file.table) < n_rows:
        return None  # an empty row was left out
    configuration = make_configuration(rng.choice(learners[task]))
    candidate = Candidate(1, configuration, task, 0.5, (0.4, 0.6), 1.0, 0.0, random_state=7, kinds=dataset.kinds)
    code = render_code(
        candidate,
        dataset,
        path=str(path),
        metric=METRICS[task],
        format=file.format,
        repairs=file.repairs,
        validation=_VALIDATION,
    )
    (folder / "model.py").write_text(code, encoding="utf-8")
    script = runpy.run_path(str(folder / "model.py"))
    table = script["read"](path)
    y = script["target_of"](table)
    known = y.notna().to_numpy()
    model = script["make_model"]().fit(
        script["prepare"](table[known]), y[known] if task == "regression" else y[known].astype(int)
    )
    raw = file.table[list(dataset.types)]
    pipeline = candidate.build().fit(raw[known].reset_index(drop=True), dataset.y)
    for some in ([50], [51, 52], rng.sample(range(n_rows), 20), range(n_rows)):
        new = folder / "new.csv"
        write(new, names, [rows[i] for i in some])
        expected = np.asarray(pipeline.predict(raw.iloc[list(some)].reset_index(drop=True)))
        found = script["predict"](model, script["read"](new)).to_numpy()
        if task == "regression":
            is_right = np.allclose(found.astype(float), expected.astype(float), rtol=1e-5, atol=1e-5)
        else:
            is_right = list(map(str, found)) == list(map(str, expected))
        if not is_right:
            return f"{configuration.learner} for {task} of {kinds} called {names}: {found[:5]}, not {expected[:5]}"
    return None


def check_scripts(folder, seed, n_tables):
    failures = []
    for k in range(n_tables):
        rng = random.Random(f"{seed} {k}")
        kinds = rng.choices(list(CELLS), k=rng.randint(1, 5))
        try:
            failures.append(check_script(folder, rng, kinds))
        except Exception as error:  # noqa: BLE001  # the table is to be named
            failures.append(f"{type(error).__name__} {error} of {kinds}")
    failures = [f"{i}: {failure}" for i, failure in enumerate(failures) if failure]
    assert not failures, "\n".join([f"{len(failures)} of {n_tables}, seed {seed}", *failures])


@pytest.mark.filterwarnings("ignore")
def test_new_rows_are_predicted_as_by_the_pipeline(tmp_path):
    kinds = list(CELLS)
    failures = [check_script(tmp_path, random.Random(i), kinds[i::9], LINEAR) for i in range(9)]
    failures += [check_script(tmp_path, random.Random(i), kinds[:3], task=task) for i, task in enumerate(METRICS)]
    assert not [failure for failure in failures if failure]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.slow
def test_new_rows_of_each_kind_of_cells_are_predicted_as_by_the_pipeline(tmp_path):
    failures = {}
    for i, kind in enumerate(CELLS):
        kinds, task = [kind, "whole numbers"], list(LEARNERS)[i % 3]
        failures[kind] = check_script(tmp_path, random.Random(i), kinds, task=task)
    assert not {kind: failure for kind, failure in failures.items() if failure}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.slow
def test_new_rows_of_any_table_are_predicted_as_by_the_pipeline(tmp_path):
    check_scripts(tmp_path, os.environ.get("METASELECT_FUZZ_SEED") or secrets.randbits(32), 200)
