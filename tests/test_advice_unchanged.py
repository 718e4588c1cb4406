"""The advice on twelve tables is what it was: a change of structure must not change it.

Six tables are scikit-learn's, one is penguins, five are made here. Where a change of advice is meant,
`python tests/test_advice_unchanged.py` records it anew, and the commit says why.
"""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn import datasets

from metaselect.cli import main

RECORDED = Path(__file__).parent / "recorded_advice"
# Seconds depend on the machine, and with them what `--cheap` says it saves.
LEFT_OUT = {"speed", "fit_seconds", "predict_seconds", "trade"}
PENGUINS = Path(__file__).parents[1] / "notebooks" / "data" / "penguins.csv"


def _orders() -> pd.DataFrame:
    """Dates, free text, a skewed amount with gaps, categories: was the order returned?"""
    rng = np.random.default_rng(11)
    n = 400
    words = np.array(
        ["red", "blue", "green", "shirt", "shoes", "cotton", "wool", "large", "small", "wide", "cheap", "light"]
    )
    amount = np.round(rng.lognormal(4, 1, n), 2)
    size = rng.choice(np.array(["S", "M", "L", "XL"]), n)
    day = rng.integers(0, 700, n)
    chance = 1 / (1 + np.exp(-(np.log(amount) - 4 + (size == "XL") - (day % 7 == 0))))
    table = pd.DataFrame(
        {
            "order_id": [f"A-{100000 + i}" for i in range(n)],
            "ordered": (pd.Timestamp("2021-03-01") + pd.to_timedelta(day, unit="D")).strftime("%Y-%m-%d"),
            "text": [" ".join(rng.choice(words, rng.integers(4, 9))) for _ in range(n)],
            "amount": amount,
            "size": size,
            "returned": np.where(rng.random(n) < chance, "yes", "no"),
        }
    )
    table.loc[rng.random(n) < 0.15, "amount"] = np.nan
    return table


def _houses() -> pd.DataFrame:
    """Numbers written with units and currency, missing values spelled out: what does the house cost?"""
    rng = np.random.default_rng(12)
    n = 250
    area, rooms = rng.normal(120, 30, n).clip(40), rng.integers(1, 8, n)
    price = 2000 * area + 15000 * rooms + rng.normal(0, 20000, n)
    return pd.DataFrame(
        {
            "area": [f"{value:.0f} m2" for value in area],
            "rooms": rooms,
            "district": rng.choice(np.array(["north", "South", "south", "east", "n/a"]), n),
            "built": rng.integers(1900, 2020, n),
            "price": [f"€ {value:,.0f}" for value in price],
        }
    )


def _visits() -> pd.DataFrame:
    """Several rows of each patient, three unequal classes."""
    rng = np.random.default_rng(13)
    n = 360
    patient = np.repeat(np.arange(90), 4)
    level = rng.normal(size=90)[patient] + 0.4 * rng.normal(size=n)
    return pd.DataFrame(
        {
            "patient_id": [f"P{code:03d}" for code in patient],
            "pressure": np.round(120 + 12 * level + rng.normal(0, 5, n)),
            "smoker": rng.choice(np.array(["yes", "no"]), n),
            "score": rng.normal(size=n).round(3),
            "outcome": np.select([level > 1.2, level > 0], ["severe", "mild"], "none"),
        }
    )


def _rare() -> pd.DataFrame:
    """Ten numbers and a class of which one row in twenty is."""
    X, y = datasets.make_classification(900, 10, n_informative=4, weights=[0.95], flip_y=0.01, random_state=14)
    return pd.DataFrame(X.round(5), columns=[f"x{j}" for j in range(10)]).assign(target=y)


def _friedman() -> pd.DataFrame:
    """A smooth target of five of eight numbers, with noise."""
    X, y = datasets.make_friedman1(700, n_features=8, noise=1.0, random_state=15)
    return pd.DataFrame(X.round(5), columns=[f"x{j}" for j in range(8)]).assign(y=y.round(4))


def _of_sklearn(load) -> pd.DataFrame:
    return load(as_frame=True).frame


# Name of the table: how it is made, target, further arguments of the command.
TABLES = {
    "breast_cancer": (lambda: _of_sklearn(datasets.load_breast_cancer), "target", ()),
    "iris": (lambda: _of_sklearn(datasets.load_iris), "target", ("--task", "classification")),
    "wine": (lambda: _of_sklearn(datasets.load_wine), "target", ("--metric", "accuracy")),
    "digits": (lambda: _of_sklearn(datasets.load_digits), "target", ("--task", "multiclass", "--top", "8")),
    "diabetes": (lambda: _of_sklearn(datasets.load_diabetes), "target", ("--cheap",)),
    "linnerud": (lambda: _of_sklearn(datasets.load_linnerud), "Weight", ("--task", "regression")),
    "penguins": (lambda: pd.read_csv(PENGUINS), "species", ()),
    "orders": (_orders, "returned", ()),
    "houses": (_houses, "price", ()),
    "visits": (_visits, "outcome", ("--meta-learner", "tree")),
    "rare": (_rare, "target", ("--exclude", "xgboost,multilayer_perceptron")),
    "friedman": (_friedman, "y", ("--meta-learner", "ridge")),
}


def advice(name: str, folder: Path) -> dict:
    """Return what `metaselect recommend --json --explain` prints for a table, seconds left out."""
    make, target, arguments = TABLES[name]
    path = folder / f"{name}.csv"
    make().to_csv(path, index=False)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        assert main(["recommend", str(path), "--target", target, *arguments, "--json", "--explain"]) == 0
    return _without_seconds(json.loads(printed.getvalue()))


def _without_seconds(value):
    if isinstance(value, dict):
        return {key: _without_seconds(item) for key, item in value.items() if key not in LEFT_OUT}
    return [_without_seconds(item) for item in value] if isinstance(value, list) else value


def differences(now, before, where="advice"):
    """Yield where two advices differ: numbers by more than nine digits, all else at all."""
    if isinstance(now, dict) and isinstance(before, dict) and now.keys() == before.keys():
        for key in now:
            yield from differences(now[key], before[key], f"{where}.{key}")
    elif isinstance(now, list) and isinstance(before, list) and len(now) == len(before):
        for i, pair in enumerate(zip(now, before, strict=True)):
            yield from differences(*pair, f"{where}[{i}]")
    elif isinstance(now, float) and isinstance(before, float):
        if now != pytest.approx(before, rel=1e-9, abs=1e-9):
            yield f"{where}: {now!r}, was {before!r}"
    elif now != before:
        yield f"{where}: {now!r}, was {before!r}"


@pytest.mark.parametrize("name", TABLES)
def test_advice_is_what_it_was(name, tmp_path):
    before = json.loads((RECORDED / f"{name}.json").read_text(encoding="utf-8"))
    assert list(differences(advice(name, tmp_path), before)) == []


def test_a_difference_is_seen():
    before = {"candidates": [{"rank": 1, "interval": [0.1, 0.2]}]}
    now = {"candidates": [{"rank": 1, "interval": [0.1, 0.2 + 1e-8]}]}
    assert list(differences(before, before)) == []
    assert list(differences(now, before)) == ["advice.candidates[0].interval[1]: 0.20000001, was 0.2"]
    assert list(differences({"candidates": []}, before))


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        for table in TABLES:
            text = json.dumps(advice(table, Path(folder)), indent=1)
            (RECORDED / f"{table}.json").write_text(text + "\n", encoding="utf-8")
