"""Does the memory of `metaselect predict` stay the same however many rows there are, and what does it add in seconds?

A model is fitted to 5,000 rows of 14 columns of decimals, 6 of whole numbers, 8 of words and a date. Then a file of
rows is predicted by the command, as a process of its own, of which the peak memory is said. Beside it stand the seconds
that the model's pipeline alone takes for the same rows, all in memory, those in which pandas reads them, and the peak
of that process. Seconds are those of the processor, the imports of the command among them. Run with:

    python benchmarks/bench_predict.py
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd
from _results import write_results
from bench_speed import write_large_table

from metaselect.data import ReadingRules, make_dataset, read_file
from metaselect.learners import make_configuration
from metaselect.models import describe_training, make_model, save_model

_LEARNERS = ("logistic_regression", "xgboost", "random_forest")
_N_TRAINING = 5_000
_PEAK = "[line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')][0]"
_COMMAND = """
import json, sys, time
begun = time.process_time()
from metaselect.cli import main
code = main(["predict", {model!r}, {path!r}, "-o", {output!r}])
print(json.dumps({{"seconds": time.process_time() - begun, "kilobytes": int({peak})}}), file=sys.stderr)
sys.exit(code)
"""
_ALONE = """
import json, sys, time, pandas as pd
from threadpoolctl import threadpool_limits
from metaselect import load_model
model = load_model({model!r})
begun = time.process_time()
table = pd.read_csv({path!r})
read = time.process_time()
with threadpool_limits(1):
    model.pipeline.predict(table[list(model.types)])
done = time.process_time()
print(json.dumps({{"read": read - begun, "alone": done - read, "kilobytes": int({peak})}}), file=sys.stderr)
"""


def main() -> None:
    """Fit, predict, print, write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fast", action="store_true", help="up to 40,000 rows; write nothing")
    arguments = parser.parse_args()
    sizes = (20_000, 40_000) if arguments.fast else (100_000, 1_000_000)
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        models = {learner: fit(learner, folder) for learner in _LEARNERS}
        for n_rows in sizes:
            path = folder / f"rows_{n_rows}.csv"
            write_large_table(path, n_rows, random_state=1)
            rows += [compare(learner, model, path, n_rows) for learner, model in models.items()]
            path.unlink()
    results = pd.DataFrame(rows)
    print(results.to_string(index=False, float_format="%.1f"))
    if not arguments.fast:
        print("written to", write_results(results, "predict"))


def fit(learner: str, folder: Path) -> Path:
    """Return the file of a model of a learner at its defaults, fitted to a table of the folder."""
    table = folder / "training.csv"
    if not table.exists():
        write_large_table(table, _N_TRAINING)
    file = read_file(table)
    dataset = make_dataset(file, "target")
    pipeline = make_configuration(learner).build(dataset.task, 0, dataset.table_types, dataset.reading)
    pipeline.fit(file.table.drop(columns="target"), file.table["target"])
    model = make_model(pipeline, describe_training(dataset, ReadingRules.of(file)))
    return save_model(folder / f"{learner}.skops", model)


def compare(learner: str, model: Path, path: Path, n_rows: int) -> dict[str, object]:
    """Return seconds and peak memory of the command, and of the pipeline alone, for a file of rows."""
    output = path.with_suffix(".predicted.csv")
    names = {"model": str(model), "path": str(path), "output": str(output), "peak": _PEAK}
    command, alone = (run(script.format(**names)) for script in (_COMMAND, _ALONE))
    return {
        "learner": learner,
        "rows": n_rows,
        "file MB": path.stat().st_size / 1e6,
        "seconds": command["seconds"],
        "peak MB": command["kilobytes"] / 1024,
        "seconds alone": alone["alone"],
        "seconds of reading": alone["read"],
        "peak MB alone": alone["kilobytes"] / 1024,
    }


def run(script: str) -> dict[str, float]:
    """Return what a script in a process of its own says in its last line on standard error."""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    said: dict[str, float] = json.loads(done.stderr.splitlines()[-1])
    return said


if __name__ == "__main__":
    main()
