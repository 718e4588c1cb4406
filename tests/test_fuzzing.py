"""Whatever table is given: a dataset and its metafeatures, or one of our own errors; nothing leaks or is changed."""

import contextlib
import datetime
import decimal
import os
import random
import secrets
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from metaselect.data import Dataset, find_leaks, find_role
from metaselect.exceptions import MetaSelectError
from metaselect.learners import make_configuration
from metaselect.metafeatures import extract_metafeatures

try:
    import pyarrow
except ImportError:  # an extra
    pyarrow = None

NUMBERS = st.one_of(
    st.floats(allow_nan=True, allow_infinity=True),
    st.sampled_from([0.0, -0.0, 1e308, -1.7e308, 5e-324, 1e-300, 1.0, np.inf, -np.inf, np.nan]),
    st.integers(-(2**63), 2**63 - 1).map(float),
)
INTEGERS = st.one_of(st.integers(-3, 3), st.integers(-(2**63), 2**63 - 1))
WORDS = st.one_of(
    st.sampled_from(
        ["", " ", "None", "nan", "🦔", "👩‍👩‍👧", "a", "b", "c,d", "é", "1", "0", "\n", "\x00", "true", "a" * 999]
    ),
    st.text(max_size=8),
)
MOMENTS = st.datetimes(datetime.datetime(1700, 1, 1), datetime.datetime(2250, 1, 1))
NESTED = st.one_of(
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=2), st.integers(), max_size=2),
    st.tuples(st.integers(), st.none()),
    st.sets(st.integers(), max_size=2),
    st.lists(st.floats(), max_size=2).map(np.array),
)
MIXED = st.one_of(
    st.none(),
    st.booleans(),
    NUMBERS,
    INTEGERS,
    WORDS,
    NESTED,
    st.dates(),
    MOMENTS,
    st.binary(max_size=3),
    st.complex_numbers(),
    st.decimals(allow_nan=False),  # pandas cannot say whether a signalling NaN is missing
    st.integers(2**64, 2**200),
    st.sampled_from([pd.NA, pd.NaT, np.nan, decimal.Decimal("1.5"), object, Ellipsis, float("inf")]),
)
# Values to choose from, and the dtype of the column that they make.
CELLS = {
    "numbers": (NUMBERS, "float64"),
    "huge": (st.floats(1e300, 1.7e308), "float64"),
    "tiny": (st.floats(-1e-300, 1e-300), "float64"),
    "halves": (st.floats(width=16), "float16"),
    "singles": (st.floats(width=32), "float32"),
    "small integers": (st.integers(0, 255), "uint8"),
    "integers": (INTEGERS, "int64"),
    "unsigned": (st.integers(0, 2**64 - 1), "uint64"),
    "nullable integers": (st.one_of(INTEGERS, st.none()), "Int64"),
    "nullable floats": (st.one_of(NUMBERS.filter(np.isfinite), st.none()), "Float64"),
    "nullable truth": (st.one_of(st.booleans(), st.none()), "boolean"),
    "few numbers": (st.integers(0, 2), "int64"),
    "words": (WORDS, "object"),
    "strings": (st.one_of(WORDS, st.none()), "string"),
    "few words": (st.sampled_from(["x", "y", None]), "object"),
    "categories": (st.one_of(WORDS, st.none()), "category"),
    "numbered categories": (st.integers(0, 3), "category"),
    "mixed": (MIXED, "object"),
    "nested": (NESTED, "object"),
    "decimals": (st.decimals(allow_nan=False, allow_infinity=False), "object"),
    "integers beyond 64 bits": (st.integers(-(2**200), 2**200), "object"),
    "missing": (st.none(), "object"),
    "not a number": (st.just(np.nan), "float64"),
    "constant": (st.just(7.0), "float64"),
    "times": (MOMENTS, "datetime64[us]"),
    "seconds": (MOMENTS, "datetime64[s]"),
    "times in zones": (MOMENTS, "datetime64[ns, Europe/Zurich]"),
    "durations": (st.timedeltas(datetime.timedelta(-9999), datetime.timedelta(9999)), "timedelta64[us]"),
    "days": (st.dates(), "object"),
    "truth": (st.booleans(), "bool"),
    "complex": (st.complex_numbers(), "complex128"),
    "sparse": (st.sampled_from([0.0, 0.0, 1.0, np.nan]), pd.SparseDtype("float64")),
    "periods": (st.sampled_from(["2020-01", "2020-02", "2021-01"]), "period[M]"),
    "intervals": (st.sampled_from([pd.Interval(0, 1), pd.Interval(1, 2)]), "interval[int64, right]"),
}
if pyarrow is not None:
    CELLS["arrow strings"] = (st.one_of(WORDS, st.none()), "string[pyarrow]")
    CELLS["arrow numbers"] = (st.one_of(st.integers(-9, 9), st.none()), pd.ArrowDtype(pyarrow.int32()))
TARGETS = """
    few words, few numbers, numbers, truth, words, categories, nullable integers, mixed, strings, continuous,
    rare class, nullable truth, huge, tiny, numbered categories, integers, times, nullable floats, singles
"""
TARGETS = [target.strip() for target in TARGETS.split(",")]


@st.composite
def columns(draw, kind, n_rows, n_values=1):
    """A Series of a kind: few values that were drawn, at least `n_values`, each in many rows."""
    if kind == "continuous":
        scale = 10.0 ** draw(st.integers(-300, 300))
        return pd.Series(np.random.default_rng(draw(st.integers(0, 99))).normal(size=n_rows) * scale)
    if kind == "rare class":
        return pd.Series(["often"] * (n_rows - 1) + ["once"])
    strategy, dtype = CELLS[kind]
    values = draw(st.lists(strategy, min_size=n_values, max_size=8, unique_by=repr if n_values > 1 else None))
    chosen = np.random.default_rng(draw(st.integers(0, 99))).integers(len(values), size=n_rows)
    cells = np.empty(n_rows, dtype=object)
    cells[:] = [values[i] for i in chosen]
    if isinstance(dtype, str) and dtype.endswith("Zurich]"):
        return pd.Series(pd.to_datetime(pd.Series(cells)).dt.tz_localize("UTC").dt.tz_convert("Europe/Zurich"))
    if dtype == "period[M]":
        return pd.Series(pd.PeriodIndex(cells, freq="M"))
    if isinstance(dtype, str) and dtype.startswith("interval"):
        return pd.Series(pd.arrays.IntervalArray(cells))
    with np.errstate(all="ignore"):
        return pd.Series(cells, dtype=object).astype(dtype)


@st.composite
def tables(draw):
    """A table of odd columns, as a DataFrame or an array, and a target for it."""
    n_rows = draw(st.integers(1, 60))
    kinds = draw(st.lists(st.sampled_from([*sorted(CELLS), "continuous", "continuous"]), min_size=1, max_size=6))
    series = [draw(columns(kind, n_rows)) for kind in kinds]
    if draw(st.booleans()):
        series.append(series[0].copy())
    frame = pd.concat(series, axis=1)
    names = draw(
        st.lists(st.sampled_from(["a", "a", "b", "", "🦔", 3, None]), min_size=len(series), max_size=len(series))
    )
    labels = {
        "flat": names,
        "two levels": pd.MultiIndex.from_tuples([(name, i // 2) for i, name in enumerate(names)]),
    }
    frame.columns = labels[draw(st.sampled_from(["flat", "flat", "two levels"]))]
    for share in draw(st.sampled_from([[], [], [0.3], [0.99]])):
        missing = np.random.default_rng(draw(st.integers(0, 9))).random(n_rows) < share
        kept = [column.where(~missing) if column.dtype.kind in "fO" else column for _, column in frame.items()]
        frame = pd.concat(kept, axis=1).set_axis(frame.columns, axis=1)
    frame.index = draw(st.sampled_from([range(n_rows), [0] * n_rows, [f"row {i}" for i in range(n_rows)]]))
    target = draw(columns(draw(st.sampled_from(TARGETS)), n_rows, n_values=2))
    if draw(st.integers(0, 4)) == 0:
        return frame.to_numpy(), target.to_numpy()
    return frame, draw(st.sampled_from([target, list(target)]))


def contents(table):
    """What a table and its target hold, as text that can be compared whatever the types."""
    frame, y = table
    cells = frame.ravel().tolist() if isinstance(frame, np.ndarray) else [list(column) for _, column in frame.items()]
    about = frame.dtype if isinstance(frame, np.ndarray) else (frame.index, frame.columns, list(frame.dtypes))
    return repr((cells, about, list(y), type(y)))


def describe(table, effort):
    """Return the dataset, and check what holds for every value; None where it is refused."""
    try:
        dataset = Dataset.from_arrays(*table)
        values = extract_metafeatures(dataset, effort=effort).values
        find_leaks(dataset)
    except MetaSelectError:
        return None
    assert not np.isinf(values).any()
    return dataset


def check(table, use, ignored=()):
    """Call `use` on the table and see that nothing warns, that no global state and no input is changed."""
    before = contents(table)
    states = random.getstate(), np.random.get_state()[1].tolist()  # noqa: NPY002
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for allowed in ignored:
            warnings.simplefilter("ignore", allowed)
        use(table)
    assert contents(table) == before
    assert (random.getstate(), np.random.get_state()[1].tolist()) == states  # noqa: NPY002


OPTIONS = {"deadline": None, "suppress_health_check": list(HealthCheck)}
SAME_AS_EVER = {**OPTIONS, "derandomize": True}
# Slow runs look at other tables each time; METASELECT_FUZZ_SEED repeats those of a run that failed.
SEED = int(os.environ.get("METASELECT_FUZZ_SEED", secrets.randbelow(2**32)))


@pytest.fixture
def seed_is_told():
    print(f"METASELECT_FUZZ_SEED={SEED}")  # shown where the test fails


@settings(max_examples=25, **SAME_AS_EVER)
@given(tables())
def test_any_table_is_described_or_refused(table):
    check(table, lambda table: describe(table, "fast"))


@pytest.mark.slow
@pytest.mark.usefixtures("seed_is_told")
@seed(SEED)
@settings(max_examples=2000, **OPTIONS)
@given(tables())
def test_any_table_is_described_or_refused_at_full_effort(table):
    check(table, lambda table: describe(table, "full"))


@settings(max_examples=25, **SAME_AS_EVER)
@given(tables())
def test_any_table_has_roles_of_its_columns(table):
    frame = pd.DataFrame(table[0])
    frame = frame.set_axis([f"x{i}" for i in range(frame.shape[1])], axis=1)

    def use(_):
        with contextlib.suppress(MetaSelectError):
            for name in frame.columns:
                find_role(frame[name])

    check(table, use)


LEARNERS = {
    "classification": ["logistic_regression", "decision_tree", "gaussian_naive_bayes", "k_nearest_neighbors"],
    "regression": ["ridge", "decision_tree", "k_nearest_neighbors"],
}


def fit_and_predict(table, learner):
    """Fit the pipeline of a learner on half of the rows and predict all of them, or be refused."""
    try:
        dataset = Dataset.from_arrays(*table)
        task = "regression" if dataset.task == "regression" else "classification"
        configuration = make_configuration(LEARNERS[task][learner % len(LEARNERS[task])])
        half = np.arange(0, dataset.n_rows, 2)
        y = dataset.codes[half]  # numbered classes, as evaluations have them: scikit-learn's are not to be fractions
        smallest = None if task == "regression" else np.unique(y, return_counts=True)[1].min()
        if len(np.unique(y)) < 2 or configuration.why_not(task=dataset.task, n_rows=len(half), smallest_class=smallest):
            return
        predicted = configuration.build(dataset.task, 0).fit(dataset.X.iloc[half], y).predict(dataset.X)
    except MetaSelectError:
        return
    assert len(predicted) == dataset.n_rows
    if task == "classification":
        assert set(predicted) <= set(y)
    else:
        assert np.isfinite(predicted).all() or np.abs(y).max() > 1e150  # squares of these overflow


@pytest.mark.slow
@pytest.mark.usefixtures("seed_is_told")
@seed(SEED)
@settings(max_examples=300, **OPTIONS)
@given(tables(), st.integers(0, 3))
def test_any_table_is_fitted_or_refused(table, learner):
    # scikit-learn warns of overflow, and of classes with one row
    check(table, lambda table: fit_and_predict(table, learner), ignored=[RuntimeWarning, UserWarning])
