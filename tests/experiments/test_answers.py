"""Whatever comes through the pipe of a learner's process: an evaluation that a store can keep, or our own error."""

import json
import math
import os
import secrets
from dataclasses import asdict

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from metaselect.data import Dataset
from metaselect.evaluation import Evaluation
from metaselect.exceptions import MetaSelectError
from metaselect.experiments import Store
from metaselect.experiments._answers import AnswerError, answer_in, description_in, evaluation_in
from metaselect.experiments.describe_dataset import describe

SEED = int(os.environ.get("METASELECT_FUZZ_SEED", secrets.randbelow(2**32)))
OPTIONS = {"deadline": None, "suppress_health_check": list(HealthCheck)}
RIGHT = asdict(
    Evaluation("iris", "ridge-1", "ok", {"accuracy": (0.5, 0.75)}, 0.1, 0.2, 100, 50, "3-fold", 12.5, 1.0, "")
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([2**63, -(2**63), 10**400, -1, 1.0, 0]),
    st.floats(),
    st.text(st.characters(exclude_categories=[]), max_size=9),  # with surrogates
    st.sampled_from(["ok", "failed", "lost", "accuracy", "roc_auc", "\udcff", "\0", "x" * 10**5, "\x1b[2J"]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["accuracy", "roc_auc", "", "\udcff"]), inner)
    ),
    max_leaves=5,
)
ANSWERS = st.one_of(
    st.dictionaries(st.sampled_from(sorted(RIGHT)), VALUES).map(lambda wrong: {**RIGHT, **wrong}),
    st.sets(st.sampled_from(sorted(RIGHT))).map(lambda kept: {name: RIGHT[name] for name in kept}),
    st.dictionaries(st.text(max_size=5), VALUES, max_size=4),
)
LINES = st.one_of(
    st.binary(max_size=200),
    st.tuples(ANSWERS, st.sampled_from(["7", "8", 7, None])).map(lambda pair: message(*pair)),
    st.tuples(ANSWERS, st.binary(max_size=3)).map(lambda pair: pair[1] + message(pair[0], "7")),
    VALUES.map(lambda value: json.dumps(value).encode() + b"\n"),
    st.sampled_from([b"", b"\n", b"[" * 10**5 + b"\n", b"9" * 5000 + b"\n", b'{"id": "7"}', b'\xff\xfe"\x00\n']),
)


def message(answer, id_):
    return json.dumps({**answer, "id": id_}).encode() + b"\n"


def check(line, folder):
    try:
        answer = answer_in(line, "7")
        evaluation = evaluation_in(answer, "iris", "ridge-1", 1.0)
    except AnswerError as error:
        text = str(error)
        assert text.isprintable()
        assert len(text) < 600
        text.encode()
        return
    with Store(folder / "runs.sqlite") as store:
        store.write_evaluation(Evaluation("iris", "ridge-1", "lost"))
        store.write_evaluation(evaluation)
        (row,) = [row for row in store.read_all_evaluations() if row.configuration == "ridge-1"]
    if evaluation.status not in ("lost", "unreadable"):
        assert repr(row) == repr(evaluation)


def test_a_right_answer_is_an_evaluation():
    evaluation = evaluation_in(answer_in(message(RIGHT, "7"), "7"), "iris", "ridge-1", 1.0)
    assert evaluation == Evaluation(**{**RIGHT, "fold_scores": {"accuracy": (0.5, 0.75)}})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("status", "splendid"),
        ("status", ["ok"]),
        ("fold_scores", {"accuracy": 0.5}),
        ("fold_scores", {"luck": [0.5]}),
        ("fold_scores", {"accuracy": [math.inf]}),
        ("fold_scores", {"accuracy": ["0.5"]}),
        ("fit_seconds", "fast"),
        ("fit_seconds", True),
        ("n_test_rows", 2**70),
        ("n_test_rows", -1),
        ("n_test_rows", 1.5),
        ("error", {"code": 3}),
        ("peak_megabytes", None),
    ],
)
def test_what_is_wrong_in_an_answer_is_named(name, value):
    with pytest.raises(AnswerError, match=r"^its answer has no .*, but "):
        evaluation_in({**RIGHT, name: value}, "iris", "ridge-1", 1.0)


def test_an_answer_to_another_request_is_none():
    with pytest.raises(AnswerError, match="something else than an answer"):
        answer_in(message(RIGHT, "6"), "7")


def test_a_description_is_checked():
    description = describe(Dataset.from_arrays([[float(i), i % 3] for i in range(40)], ["a", "b"] * 20))
    assert description_in(json.loads(json.dumps(description))) == description
    for name in description:
        with pytest.raises(AnswerError):
            description_in({**description, name: "\udcff" if name != "origin" else 3})


@settings(max_examples=200, derandomize=True, **OPTIONS)
@given(LINES)
def test_any_line_is_an_evaluation_or_our_own_error(tmp_path_factory, line):
    check(line, tmp_path_factory.getbasetemp())


@pytest.mark.slow
@seed(SEED)
@settings(max_examples=20_000, **OPTIONS)
@given(LINES)
def test_any_line_of_new_ones_is_an_evaluation_or_our_own_error(tmp_path_factory, line):
    print(f"METASELECT_FUZZ_SEED={SEED}")
    check(line, tmp_path_factory.getbasetemp())


@settings(max_examples=50, derandomize=True, **OPTIONS)
@given(ANSWERS)
def test_any_description_is_one_or_our_own_error(answer):
    try:
        json.dumps(description_in(answer), allow_nan=False)
    except AnswerError as error:
        str(error).encode()
    except (MetaSelectError, ValueError) as error:
        pytest.fail(repr(error))
