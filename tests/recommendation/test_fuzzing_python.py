"""Whatever DataFrame and target are accepted, all that is offered for them works; what is not is one sentence."""

import datetime
import decimal
import os
import secrets
import warnings

import numpy as np
import pandas as pd
import pytest

from metaselect.exceptions import MetaSelectError
from metaselect.recommendation import recommend

WORDS = np.array(["good", "bad", "film", "plot", "the", "very", "slow", "fine", "red", "blue"])
# `column_kinds` that are not targets of a kind that anybody has.
NO_TARGETS = {"ids", "lists", "dicts", "void", "constant", "text"}


def gappy(rng, values):
    return [None if rng.random() < 0.1 else value for value in values]


def column_kinds(rng, n):
    days = rng.integers(0, 900, n)
    return {
        "fractions": lambda: rng.normal(size=n),
        "counts": lambda: rng.poisson(2, n),
        "single precision": lambda: rng.normal(size=n).astype("float32"),
        "truth values": lambda: rng.random(n) < 0.5,
        "nullable integers": lambda: pd.array(gappy(rng, rng.integers(0, 9, n).tolist()), dtype="Int64"),
        "nullable truth values": lambda: pd.array(gappy(rng, (rng.random(n) < 0.5).tolist()), dtype="boolean"),
        "truth values as objects": lambda: np.array(gappy(rng, (rng.random(n) < 0.5).tolist()), dtype=object),
        "categories": lambda: pd.Categorical(rng.choice(WORDS, n)),
        "categories of numbers": lambda: pd.Categorical(rng.integers(0, 4, n)),
        "words": lambda: gappy(rng, rng.choice(WORDS[:3], n)),
        "text": lambda: gappy(rng, [" ".join(rng.choice(WORDS, 7)) for _ in range(n)]),
        "ids": lambda: [f"C{i:05d}x{i * 7919 % 1000}" for i in range(n)],
        "mixed": lambda: np.array([["x", 1, 2.5, None][rng.integers(4)] for _ in range(n)], dtype=object),
        "days": lambda: pd.Timestamp("2020-01-01") + pd.to_timedelta(days, "D"),
        "days as text": lambda: (pd.Timestamp("2020-01-01") + pd.to_timedelta(days, "D")).strftime("%d.%m.%Y"),
        "days as objects": lambda: [datetime.date(2020, 1, 1) + datetime.timedelta(int(day)) for day in days],
        "times with a zone": lambda: pd.date_range("2020", periods=n, freq="h", tz="Europe/Rome"),
        "months": lambda: pd.period_range("1990-01", periods=n, freq="M"),
        "durations": lambda: pd.to_timedelta(days, "s"),
        "durations as text": lambda: [f"{day // 60}:{day % 60:02d}" for day in days],
        "decimals": lambda: [decimal.Decimal(f"{value:.2f}") for value in rng.normal(size=n)],
        "amounts": lambda: [f"$ {value:,.2f}" for value in rng.lognormal(6, 1, n)],
        "shares": lambda: [f"{100 * value:.1f} %" for value in rng.random(n)],
        "digits": lambda: rng.integers(0, 99, n).astype(str),
        "infinities": lambda: np.where(rng.random(n) < 0.1, np.inf, rng.normal(size=n)),
        "intervals": lambda: pd.cut(rng.normal(size=n), 4),
        "sparse": lambda: pd.arrays.SparseArray(np.where(rng.random(n) < 0.8, 0, rng.normal(size=n))),
        "lists": lambda: [list(rng.choice(WORDS, rng.integers(0, 4))) for _ in range(n)],
        "dicts": lambda: [{"a": i % 3} for i in range(n)],
        "bytes": lambda: [b"%d" % (i % 5) for i in range(n)],
        "constant": lambda: ["k"] * n,
        "void": lambda: [None] * n,
    }


def what_fails(seed, knowledge_base):
    """Try one table and one target; return what went wrong, None where nothing did."""
    rng = np.random.default_rng(seed)
    n = int(rng.choice([8, 25, 60, 150]))
    kinds = column_kinds(rng, n)
    names = rng.choice(list(kinds), rng.integers(1, 5), replace=False)
    target = rng.choice(sorted(set(kinds) - NO_TARGETS))
    X, y = pd.DataFrame({name: kinds[name]() for name in names}), kinds[target]()
    step = "recommend"
    try:
        recommendation = recommend(X, y, meta_learner="average_rank", top=2, knowledge_base=knowledge_base)
        step = "show"
        assert str(recommendation)
        assert recommendation.to_json()
        step = "fit"
        model = recommendation.best.build().fit(X, y)
        step = "predict"
        predicted = model.predict(X)
        assert len(predicted) == n
        assert np.array_equal(model.predict(X[::-1]), predicted[::-1]) or np.allclose(
            model.predict(X[::-1]).astype(float), predicted[::-1].astype(float)
        )
        step = "code"
        compile(recommendation.code(), "model.py", "exec")
    except Exception as error:  # noqa: BLE001
        is_one_sentence = isinstance(error, MetaSelectError) and "\n" not in str(error)
        if step != "recommend" or not is_one_sentence:
            return (
                f"seed {seed}, {n} rows of {', '.join(names)}; target {target}; {step}: {type(error).__name__}: {error}"
            )
    return None


def failures_of(seeds, knowledge_base):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [failure for seed in seeds if (failure := what_fails(int(seed), knowledge_base))]


def test_what_is_accepted_works(tiny_knowledge_base):
    failures = failures_of(range(4), tiny_knowledge_base)
    assert not failures, "\n".join(failures)


@pytest.mark.slow
def test_what_is_accepted_works_for_many_tables(tiny_knowledge_base):
    first = int(os.environ.get("METASELECT_FUZZ_SEED", secrets.randbelow(2**31)))
    failures = failures_of(range(first, first + 300), tiny_knowledge_base)
    assert not failures, "\n".join(failures)
