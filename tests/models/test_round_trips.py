"""Whatever can be recommended can be saved, and predicts the same when it is loaded."""

import io
import zipfile
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn.dummy import DummyClassifier

from metaselect.data import TASKS, Dataset, dataset_from_arrays
from metaselect.data.columns.kinds import COLUMN_TYPES
from metaselect.data.columns.repairs.given_missing import GivenMissing
from metaselect.data.columns.repairs.rules import CELL_RULES
from metaselect.exceptions import ModelFileError
from metaselect.learners import LEARNERS, Blend, make_configuration, shipped_configurations
from metaselect.models import describe_training, load_model, make_model, save_model
from metaselect.models.trusted_types import TRUSTED_TYPES

pytestmark = pytest.mark.filterwarnings("ignore")
SHIPPED = [(task, c) for task in TASKS for c in shipped_configurations(task)]
# In each task once; of binary targets the others are as of several classes.
DEFAULTS = [(task, c) for task, c in SHIPPED if not c.changed and task != "binary"]
STEPS = [
    ("multiclass", make_configuration("xgboost", early_stopping=True, n_estimators=30)),
    ("binary", make_configuration("hist_gradient_boosting", early_stopping=True, max_iter=20)),
    ("multiclass", make_configuration("multilayer_perceptron", early_stopping=True, max_iter=30)),
    ("regression", make_configuration("ridge", basis="splines", encoding="target", scaling="quantile")),
    ("binary", make_configuration("k_nearest_neighbors", reduction="selection")),
    ("binary", make_configuration("logistic_regression", reduction="pca", pca_variance=0.9)),
    ("binary", make_configuration("gaussian_process", kernel="matern")),
]


def fitted(configuration, X, y, task):
    dataset = dataset_from_arrays(X, y, task=task)
    pipeline = configuration.build(task, 0, dataset.table_types, dataset.reading).fit(X, y)
    return make_model(pipeline, describe_training(dataset))


def predictions(model, X):
    return model.predict(X) if model.manifest.training.task == "regression" else model.predict_proba(X)


def check_round_trip(model, X, path):
    loaded = load_model(save_model(path, model))
    np.testing.assert_array_equal(predictions(loaded, X), predictions(model, X))
    assert loaded.predict(X).tolist() == model.predict(X).tolist()
    assert loaded.manifest == model.manifest
    return loaded


def check_rows_apart(model, X):
    """One at a time, rows get what they get all at once, up to rounding."""
    rows = [predictions(model, X.iloc[[i]]) for i in range(len(X))]
    np.testing.assert_allclose(np.concatenate(rows), predictions(model, X), rtol=1e-5, atol=1e-7)


def check_all(cases, raw_data, tmp_path, n_rows=60):
    failures = []
    for task, configuration in cases:
        X, y = raw_data(task, n_rows=n_rows)
        try:
            loaded = check_round_trip(fitted(configuration, X, y, task), X, tmp_path / "model.skops")
            check_rows_apart(loaded, X.head(3))
        except Exception as error:  # noqa: BLE001
            failures.append(f"{task} {configuration.id}: {type(error).__name__} {error}")
    assert not failures, "\n".join(failures)


def test_every_learner_makes_the_round_trip(raw_data, tmp_path):
    check_all(DEFAULTS, raw_data, tmp_path)


def test_every_step_makes_the_round_trip(raw_data, tmp_path):
    check_all(STEPS, raw_data, tmp_path)


@pytest.mark.slow
def test_every_configuration_makes_the_round_trip(raw_data, tmp_path):
    check_all(SHIPPED, raw_data, tmp_path, n_rows=80)


def test_blends_make_the_round_trip(raw_data, tmp_path):
    linear, tree, forest = make_configuration("ridge"), make_configuration("decision_tree"), "random_forest"
    forest = make_configuration("random_forest", n_estimators=50)
    classes = (make_configuration("logistic_regression"), tree, forest)
    check_all(
        [
            ("multiclass", Blend(classes, (3, 2, 1))),
            ("regression", Blend((linear, tree, forest), (1, 1, 1))),
            ("regression", Blend((linear, tree, forest), (1, 2, 1), "median")),
        ],
        raw_data,
        tmp_path,
    )


def messy_table(n_rows=60):
    rng = np.random.default_rng(0)
    words = np.array(["good", "bad", "film", "actor", "story", "music"])
    return pd.DataFrame(
        {
            "price": [f"${1000 + 37 * i:,}" for i in range(n_rows)],
            "size": [f"{i % 9 + 1},{i % 7} kg" for i in range(n_rows)],
            "when": [f"{i % 28 + 1:02d}.{i % 12 + 1:02d}.2024" for i in range(n_rows)],
            "at": [f"{i % 24:02d}:30" for i in range(n_rows)],
            "took": [f"{i % 5}h {i % 60}m" for i in range(n_rows)],
            "member": rng.choice(["yes", "Yes", " no", "no"], n_rows),
            "code": [f"0{i % 4}" for i in range(n_rows)],
            "review": [" ".join(["the", *rng.choice(words, 5), str(i)]) for i in range(n_rows)],
            "level": [-999 if i % 11 == 0 else i for i in range(n_rows)],
            "void": [None] * n_rows,
        }
    )


def test_columns_of_all_kinds_make_the_round_trip(tmp_path):
    X = messy_table()
    dataset = dataset_from_arrays(X, y := np.arange(60) * 1.5, missing=-999)
    found = {type(repair).__name__ for column in dataset.types.values() for repair in column.repairs}
    assert {column.kind for column in dataset.types.values()} == {"numeric", "date", "categorical", "text"}
    assert {"NumbersInText", "Durations", "GivenMissing", "OtherSpellings"} <= found
    pipeline = make_configuration("ridge").build("regression", 0, dataset.table_types, dataset.reading).fit(X, y)
    loaded = check_round_trip(make_model(pipeline, describe_training(dataset)), X, tmp_path / "model.skops")
    check_rows_apart(loaded, X.head(12))
    assert loaded.check(X) == ()


@pytest.mark.parametrize(
    "labels",
    [
        [True, False],
        [0.5, 1.5, 2.5],
        ["yes ", "no", "Yes"],
        [3, 7],
        pd.to_datetime(["2024-01-01", "2024-02-01"]).tolist(),
        np.array(["a", "b"], dtype="U1"),
        pd.Categorical(["u", "v"]),
    ],
    ids=str,
)
def test_labels_come_back_as_they_were(labels, tmp_path):
    X = pd.DataFrame({"x": np.arange(60) % len(labels), "z": np.arange(60.0)})
    y = pd.Series(labels).take(np.arange(60) % len(labels)).reset_index(drop=True)
    model = fitted(
        make_configuration("decision_tree"), X, y, "multiclass" if len(labels) == 3 and labels[0] == 0.5 else "binary"
    )
    loaded = check_round_trip(model, X, tmp_path / "model.skops")
    assert loaded.classes_.dtype == model.classes_.dtype


def test_all_types_of_columns_and_repairs_may_be_in_a_file():
    known = {name.rpartition(".")[2] for name in TRUSTED_TYPES}
    assert {kind.__name__ for kind in (*COLUMN_TYPES, *CELL_RULES, GivenMissing)} <= known


def test_a_learner_of_the_users_own_is_refused_by_its_name(raw_data, tmp_path, monkeypatch):
    class Own(DummyClassifier):
        pass

    def my_own():
        return Own()

    entry = replace(LEARNERS["decision_tree"], name="my_own", make=my_own, space={}, variants=())
    monkeypatch.setitem(LEARNERS, "my_own", entry)
    configuration = make_configuration("my_own")
    X, y = raw_data("binary", n_rows=60)
    dataset = dataset_from_arrays(X, y)
    pipeline = configuration.build("binary", 0, dataset.table_types, dataset.reading).fit(X, y)
    provenance = {"configuration": configuration.to_dict()}
    model = make_model(pipeline, describe_training(dataset), provenance=provenance)
    with pytest.raises(ModelFileError, match=r"the learner my_own is of a type .*Own\); .* exclude="):
        save_model(tmp_path / "model.skops", model)
    assert not list(tmp_path.iterdir())


def test_the_file_holds_no_secret_of_an_identifier_or_of_a_text(tmp_path):
    X = messy_table().assign(passport=[f"PP-{i:05d}-SECRET" for i in range(60)])
    X.loc[7, "review"] = "the good film of Rumpelstiltskin-4711 was bad"
    X.loc[9, "price"] = "$31,415"
    dataset = dataset_from_arrays(X, y := np.where(np.arange(60) % 2, "u", "v"))
    assert dataset.roles["passport"].role == "identifier"
    for configuration in (make_configuration("logistic_regression"), make_configuration("random_forest")):
        pipeline = configuration.build("binary", 0, dataset.table_types, dataset.reading).fit(X, y)
        path = save_model(tmp_path / "model.skops", make_model(pipeline, describe_training(dataset)))
        content = path.read_bytes()
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content += b"".join(archive.read(name) for name in archive.namelist())
        for secret in (b"PP-00007", b"Rumpelstiltskin", b"stiltskin", b"in-4711", b"$31,415"):
            assert secret not in content, secret


def test_what_the_file_holds_of_the_table_is_said(raw_data, tmp_path):
    X, y = raw_data("binary", n_rows=60)
    X["note"] = [f"the {a} film number {i} was good" for i, a in enumerate(X["city"])]
    holds = fitted(make_configuration("k_nearest_neighbors"), X, y, "binary").manifest.holds
    assert holds["rows of"] == ["k_nearest_neighbors"]
    assert "city" in holds["categories of"]
    assert fitted(make_configuration("decision_tree"), X, y, "binary").manifest.holds["rows of"] == []


def test_an_array_without_names_makes_the_round_trip(tmp_path):
    X = np.random.default_rng(0).normal(size=(40, 3))
    y = (X[:, 0] > 0).astype(int)
    dataset = Dataset.from_arrays(X, y, task="binary")
    pipeline = make_configuration("decision_tree").build("binary").fit(X, y)
    loaded = check_round_trip(make_model(pipeline, describe_training(dataset)), X, tmp_path / "m.skops")
    assert loaded.predict(pd.DataFrame(X, columns=["x0", "x1", "x2"])).tolist() == pipeline.predict(X).tolist()


def test_what_members_of_a_blend_have_in_common_is_held_once(tmp_path):
    X = messy_table()[["review"]].assign(z=np.arange(60.0))
    y = np.where(np.arange(60) % 2, "u", "v")
    linear = make_configuration("logistic_regression")
    n_arrays = []
    for configuration in (linear, Blend((linear, make_configuration("logistic_regression", C=30.0)), (1, 1))):
        model = fitted(configuration, X, y, "binary")
        check_round_trip(model, X, tmp_path / "model.skops")
        with zipfile.ZipFile(tmp_path / "model.skops") as archive:
            n_arrays.append(sum(name.endswith(".npy") for name in archive.namelist()))
    assert n_arrays[1] < 1.5 * n_arrays[0]


def test_the_same_model_is_the_same_file(tmp_path):
    X = messy_table()
    y = np.arange(60) * 1.5
    contents = []
    for _ in range(2):
        blend = Blend((make_configuration("ridge"), make_configuration("xgboost", n_estimators=20)), (1, 1))
        contents.append(save_model(tmp_path / "model.skops", fitted(blend, X, y, "regression")).read_bytes())
    assert contents[0] == contents[1]
