import contextlib
import inspect
import runpy
import subprocess
import sys
import typing
import warnings
from functools import cache

import joblib
import numpy as np
import pandas as pd
import pytest

from metaselect.data import detect_csv_format, make_dataset, read_dataset, read_file
from metaselect.learners import Blend, learners_for, make_configuration
from metaselect.recommendation import ByRows, Candidate, ValidationScheme
from metaselect.report import render_code

_HEADER = "age,income,city,member,empty,outcome\n"
_OUTCOMES = {"binary": ["no", "yes"], "multiclass": ["low", "middle", "high"], "regression": ["1.5", "2.5", "inf"]}


@pytest.fixture(scope="module")
def people_of(tmp_path_factory):
    """Return a function from a task to a file with text, truth values, missing and infinite cells, an empty column."""

    @cache
    def write(task):
        rng = np.random.default_rng(0)
        lines = []
        for i in range(90):
            outcome = _OUTCOMES[task][i % len(_OUTCOMES[task])]
            if task == "regression" and outcome != "inf":
                outcome = f"{float(outcome) + rng.normal():.3f}"
            age = rng.choice([f"{rng.normal(40, 9):.1f}", "", "inf"], p=[0.8, 0.15, 0.05])
            city = rng.choice(["Rome", "Oslo", "None", ""])
            lines.append(f"{age},{rng.lognormal():.3f},{city},{i % 4 == 0},,{outcome if i % 20 else ''}\n")
        path = tmp_path_factory.mktemp("people") / "people.csv"
        path.write_text(_HEADER + "".join(lines))
        return path

    return write


@pytest.fixture
def people(people_of, any_task):
    return people_of(any_task)


read_once = cache(read_dataset)


def candidate_of(configuration, task):
    return Candidate(1, configuration, task, 0.5, (0.4, 0.6), 1.0, 0.0, random_state=7)


def script_for(configuration, path, metric):
    dataset = read_once(path, "outcome")
    code = render_code(
        candidate_of(configuration, dataset.task),
        dataset,
        path=str(path),
        format=detect_csv_format(path),
        metric=metric,
        validation=QUICK[dataset.task == "regression"],
    )
    return code, dataset


def variables_of(code, folder):
    (folder / "model.py").write_text(code, encoding="utf-8")
    return runpy.run_path(str(folder / "model.py"))


def fit(code, folder, dataset):
    """Return the model of the script fitted as `train` does, without the validation, and what it predicts."""
    variables = variables_of(code, folder)
    table = variables["read"](variables["TABLE"])
    y = variables["target_of"](table)
    table, y = table[y.notna()], y[y.notna()]
    model = variables["make_model"]().fit(
        variables["prepare"](table), y if dataset.n_classes is None else y.astype(int)
    )
    return model, variables["predict"](model, table)


def run(code, folder):
    """Run the script as a file in a folder, train, and return its variables, with what `train` works with."""
    variables = variables_of(code, folder)
    model = variables["train"]()
    table = variables["read"](variables["TABLE"])
    y = variables["target_of"](table)
    X = variables["prepare"](table[y.notna()])
    return {
        **variables,
        "model": model,
        "X": X,
        "y": y[y.notna()],
        "predicted": variables["predict"](model, table[y.notna()]),
    }


# Two folds: how many suit the table is tested in `test_splits.py`.
_WHY = ByRows("single", 60, is_stratified=False)
QUICK = [ValidationScheme(splitter, {"n_splits": 2}, _WHY) for splitter in ("StratifiedKFold", "KFold")]
_METRIC = {"binary": "f1", "multiclass": "accuracy", "regression": "r2"}


# Of three classes a script learns as of two, but that XGBoost wants to have them numbered.
LEARNED = [
    ("binary", [learner.name for learner in learners_for("binary")]),
    ("multiclass", ["xgboost"]),
    ("regression", [learner.name for learner in learners_for("regression")]),
    pytest.param("multiclass", [learner.name for learner in learners_for("multiclass")], marks=pytest.mark.slow),
]
# 50 trees are written as a hundred are.
FEW_TREES = {name: {"n_estimators": 50} for name in ("random_forest", "extra_trees", "xgboost")}
FEW_TREES["hist_gradient_boosting"] = {"max_iter": 50}


def difference(found, pipeline, dataset):
    """Return how predictions differ from those of a pipeline; empty where they do not."""
    expected = pipeline.predict(dataset.X)
    is_right = (
        np.allclose(found, expected, rtol=1e-6) if dataset.task == "regression" else found.tolist() == expected.tolist()
    )
    return "" if is_right else f"{found.tolist()[:5]}, not {expected.tolist()[:5]}"


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("any_task", "names"), LEARNED, indirect=["any_task"])
def test_script_fits_what_the_pipeline_fits(names, people, any_task, tmp_path):
    failures = {}
    for name in names:
        configuration = make_configuration(name, **FEW_TREES.get(name, {}))
        code, dataset = script_for(configuration, people, _METRIC[any_task])
        pipeline = candidate_of(configuration, any_task).build().fit(dataset.X, dataset.y)
        failures[name] = difference(fit(code, tmp_path, dataset)[1], pipeline, dataset)
    assert not {name: failure for name, failure in failures.items() if failure}


# One that trains as most do, one that may stop early, and one whose hyperparameters may end at their bounds.
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", ["decision_tree", "multilayer_perceptron", "gaussian_process"])
@pytest.mark.parametrize(
    "any_task", ["binary", "regression", pytest.param("multiclass", marks=pytest.mark.slow)], indirect=True
)
def test_script_validates_and_then_fits_what_the_pipeline_fits(name, people, any_task, tmp_path, capsys):
    configuration = make_configuration(name)
    code, dataset = script_for(configuration, people, _METRIC[any_task])
    predicted = run(code, tmp_path)["predicted"]
    pipeline = candidate_of(configuration, any_task).build().fit(dataset.X, dataset.y)
    assert not difference(predicted, pipeline, dataset)
    assert "by cross-validation" in capsys.readouterr().err


STRUCTURES = [
    {"basis": "splines"},
    {"encoding": "target"},
    {"scaling": "quantile"},
    {"missing": "median"},
    {"reduction": "pca"},
    {"reduction": "selection"},
]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    "any_task", ["binary", "regression", pytest.param("multiclass", marks=pytest.mark.slow)], indirect=True
)
def test_script_has_the_recommended_structure(people, any_task, tmp_path):
    name = "ridge" if any_task == "regression" else "logistic_regression"
    for hyperparameters in STRUCTURES:
        configuration = make_configuration(name, **hyperparameters)
        code, dataset = script_for(configuration, people, _METRIC[any_task])
        model, _ = fit(code, tmp_path, dataset)
        pipeline = candidate_of(configuration, any_task).build().fit(dataset.X, dataset.y)
        assert model[-1].coef_.shape == pipeline[-1].coef_.shape, hyperparameters
        np.testing.assert_allclose(model[-1].coef_, pipeline[-1].coef_, 1e-4, 1e-6, err_msg=str(hyperparameters))


def test_script_does_not_need_metaselect(people, any_task):
    code, _ = script_for(make_configuration("xgboost"), people, _METRIC[any_task])
    imports = [line for line in code.splitlines() if line.startswith(("import", "from"))]
    assert not any("metaselect" in line for line in imports)
    assert any("xgboost" in line for line in imports)


def test_script_imports_the_network_from_metaselect_and_says_so(people, any_task, tmp_path):
    network = make_configuration("in_context", n_members=1)
    blend = Blend((make_configuration("decision_tree"), network), (1, 1))
    for configuration in (network, blend):
        code, dataset = script_for(configuration, people, _METRIC[any_task])
        assert "It needs metaselect, which holds the weights of InContext" in code
        imports = [line for line in code.splitlines() if line.startswith(("import", "from")) and "metaselect" in line]
        assert [line.split()[:3] for line in imports] == [["from", "metaselect", "import"]]
        pipeline = candidate_of(configuration, any_task).build().fit(dataset.X, dataset.y)
        assert not difference(fit(code, tmp_path, dataset)[1], pipeline, dataset)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("learner", ["logistic_regression", "decision_tree"])
def test_script_reads_free_text_as_the_pipeline_does(learner, tmp_path):
    rng = np.random.default_rng(0)
    words = np.array(["the", "film", "was", "good", "bad", "long", "and", "never", "dull", "again"])
    path = tmp_path / "reviews.csv"
    lines = [f"{' '.join(rng.choice(words, 6)) if i % 9 else ''},{i % 5},{'ab'[i % 2]}\n" for i in range(90)]
    path.write_text("review,stars,outcome\n" + "".join(lines))
    configuration = make_configuration(learner)
    code, dataset = script_for(configuration, path, "accuracy")
    assert "TEXTS = ['review']" in code
    assert "metaselect" not in code.split('"""', 2)[2]
    pipeline = candidate_of(configuration, "binary").build().fit(dataset.X, dataset.y)
    assert not difference(fit(code, tmp_path, dataset)[1], pipeline, dataset)


@pytest.mark.filterwarnings("ignore")
def test_script_makes_the_same_of_dates_spellings_units_and_chosen_roles(tmp_path, capsys):
    rng = np.random.default_rng(0)
    path = tmp_path / "orders.csv"
    lines = [
        f"{i % 28 + 1}.{i % 12 + 1}.{(95 + i % 20) % 100:02d},{i % 24:02d}:30,{20260101 + i % 28},"
        f"{rng.uniform(1, 9):.1f} km,{f'{i // 5}h {i % 5 + 1}m' if i else 5},{['Rome', 'ROME', 'Oslo'][i % 3]},"
        f"{i % 50 if i % 5 else 'none'},{i % 7},{'ab'[i % 2]}\n"
        for i in range(100)
    ]
    path.write_text("born,at,due,far,took,city,points,kind,outcome\n" + "".join(lines))
    roles = {"due": "date", "points": "numeric", "kind": "categorical"}
    file = read_file(path)
    dataset = make_dataset(file, "outcome", roles=roles)
    assert {"born: year", "at: hour sin", "due: weekday", "far", "took", "city", "points", "kind"} <= set(dataset.X)
    configuration = make_configuration("logistic_regression")
    code = render_code(
        candidate_of(configuration, "binary"),
        dataset,
        path=str(path),
        format=file.format,
        repairs=file.repairs,
        metric="accuracy",
        validation=QUICK[0],
    )
    variables = run(code, tmp_path)
    pd.testing.assert_frame_equal(
        variables["X"].reset_index(drop=True)[list(dataset.X)], dataset.X, check_dtype=False, check_exact=False
    )
    pipeline = configuration.build("binary", 7, dataset.kinds).fit(dataset.X, dataset.y)
    assert variables["predicted"].tolist() == pipeline.predict(dataset.X).tolist()


def script_with(tmp_path, columns, n_rows=200, validation=None):
    """Return the script for a table with these columns."""
    rng = np.random.default_rng(0)
    table = pd.DataFrame({"x": rng.normal(size=n_rows), "outcome": rng.normal(size=n_rows), **columns})
    table.to_csv(tmp_path / "table.csv", index=False)
    file = read_file(tmp_path / "table.csv")
    dataset = make_dataset(file, "outcome")
    return render_code(
        candidate_of(make_configuration("ridge"), "regression"),
        dataset,
        path=str(tmp_path / "table.csv"),
        metric="r2",
        format=file.format,
        repairs=file.repairs,
        validation=validation,
    )


def test_script_keeps_groups_together(tmp_path):
    code = script_with(tmp_path, {"patient_id": np.arange(200) % 40})
    run(code, tmp_path)
    assert "groups = pd.factorize(data['patient_id'])[0]" in code
    assert "cv = GroupKFold(" in code
    assert "cv=cv, groups=groups)" in code


def test_script_predicts_later_rows_from_earlier_ones(tmp_path):
    days = np.random.default_rng(1).permutation(pd.date_range("2015-01-01", periods=200).strftime("%Y-%m-%d"))
    code = script_with(tmp_path, {"date": days})
    run(code, tmp_path)
    assert "cv = TimeSeriesSplit(" in code
    assert "order = np.argsort(X['date: days'].to_numpy(), kind='stable')" in code


def test_script_repeats_folds_on_few_rows(tmp_path):
    code = script_with(tmp_path, {}, n_rows=80)
    assert "cv = RepeatedKFold(n_splits=5, n_repeats=10, random_state=0)" in code


def test_script_numbers_classes_that_are_fractions(tmp_path):
    rng = np.random.default_rng(0)
    x = rng.normal(size=80)
    path = tmp_path / "people.csv"
    pd.DataFrame({"x": x, "outcome": np.where(x + rng.normal(size=80) > 0, 1.5, 0.5)}).to_csv(path, index=False)
    code, dataset = script_for(make_configuration("logistic_regression"), path, "roc_auc")
    assert dataset.task == "binary"
    variables = run(code, tmp_path)
    assert variables["LABELS"] == [0.5, 1.5]
    assert set(variables["predicted"]) == {0.5, 1.5}


def test_script_of_a_gaussian_process_does_not_complain_of_bounds(people, any_task):
    code, _ = script_for(make_configuration("gaussian_process"), people, _METRIC[any_task])
    assert 'warnings.simplefilter("ignore", ConvergenceWarning)' in code
    assert code.count("import warnings") == 1


def test_script_skips_the_titles_of_a_workbook(tmp_path, capsys):
    pytest.importorskip("openpyxl", reason="reading workbooks needs the extra files")
    rng = np.random.default_rng(0)
    table = pd.DataFrame({"size": rng.normal(size=60), "outcome": np.where(np.arange(60) % 2, "yes", "no")})
    path = tmp_path / "orders.xlsx"
    with pd.ExcelWriter(path) as writer:
        pd.DataFrame(["Orders of May", None]).to_excel(writer, index=False, header=False)
        table.to_excel(writer, index=False, startrow=2)
    dataset = read_dataset(path, "outcome")
    configuration = make_configuration("gaussian_naive_bayes")
    code = render_code(
        candidate_of(configuration, "binary"), dataset, path=str(path), metric="accuracy", validation=QUICK[0]
    )
    assert "skiprows=2" in code
    assert run(code, tmp_path)["X"]["size"].tolist() == dataset.X["size"].tolist()


def test_script_is_run_by_python_alone_where_it_is_kept(tmp_path):
    rng = np.random.default_rng(0)
    table = pd.DataFrame({"size": rng.normal(size=60), "kind": rng.choice(["a", "b"], 60)})
    table["outcome"] = np.where(table["size"] > 0, "yes", "no")
    (tmp_path / "data").mkdir()
    path = tmp_path / "data" / "orders.csv"
    table.to_csv(path, index=False)
    with contextlib.chdir(tmp_path):
        code, _ = script_for(make_configuration("decision_tree"), "data/orders.csv", "accuracy")
        (tmp_path / "new.csv").write_text("kind,size\nb,-3\na,3\n")
    assert "TABLE = HERE / 'data/orders.csv'" in code
    (tmp_path / "model.py").write_text(code)
    command = [sys.executable, "-I", str(tmp_path / "model.py"), "new.csv"]
    trained = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert trained.stdout == "outcome\nno\nyes\n"
    assert "accuracy by cross-validation" in trained.stderr
    (kept,) = tmp_path.glob("*.joblib")
    assert joblib.load(kept).predict(pd.DataFrame({"size": [9.0], "kind": ["a"]})).tolist() == [1]


def test_script_keeps_its_model_and_predicts_with_it(tmp_path, capsys):
    variables = variables_of(script_with(tmp_path, {"size": np.arange(200) * 1.5}), tmp_path)
    (tmp_path / "new.csv").write_text("size,x\n3,0.5\n")
    variables["main"]([])
    trained = capsys.readouterr()
    assert trained.out == ""
    assert "r2 by cross-validation" in trained.err
    assert variables["MODEL"].exists()
    variables["main"]([str(tmp_path / "new.csv")])
    predicted = capsys.readouterr()
    assert predicted.err == ""
    assert predicted.out.startswith("outcome\n")


def test_script_names_the_columns_that_new_rows_lack(tmp_path):
    variables = variables_of(script_with(tmp_path, {"size": np.arange(200) * 1.5}), tmp_path)
    with pytest.raises(SystemExit, match=r"the table lacks columns .*\['size'\]"):
        variables["prepare"](pd.DataFrame({"x": [1.0]}))


def test_script_names_the_file_that_is_not_there(tmp_path):
    variables = variables_of(script_with(tmp_path, {}, validation=QUICK[1]), tmp_path)
    variables["train"]()
    with pytest.raises(SystemExit, match=r"there is no file new\.csv; check the path"):
        variables["main"](["new.csv"])
    variables["TABLE"].unlink()
    with pytest.raises(SystemExit, match="put the table there, or change TABLE"):
        variables["train"]()


def test_script_has_each_function_and_constant_once(tmp_path):
    columns = {f"price {i}": [f"${j},000" for j in range(200)] for i in range(5)}
    columns |= {f"city {i}": ["Rome", "ROME", "Oslo", " Oslo"] * 50 for i in range(5)}
    code = script_with(tmp_path, columns, validation=QUICK[1])
    variables = run(code, tmp_path)
    # A linter or an editor looks annotations up.
    for function in [value for value in variables.values() if inspect.isfunction(value)]:
        typing.get_type_hints(function)
    imports = [line for line in code.splitlines() if line.startswith(("import ", "from "))]
    assert len({line.split()[1] for line in imports}) == len(imports)
    assert all(code.count(f"def {name}(") == 1 for name in ("numbers_in_text", "put_right", "labels_in", "to_floats"))
    assert code.count("numbers_in_text, {") == 1
    assert code.count("'NULL'") <= 2


def test_script_defines_the_class_that_learns_how_many_rounds_are_enough(people_of, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = people_of("binary")
    configuration = make_configuration("xgboost", n_estimators=60, early_stopping=True)
    dataset = read_once(path, "outcome")
    candidate = Candidate(1, configuration, dataset.task, 0.5, (0.0, 1.0), 1.0, 0.1, kinds=dataset.table_types)
    script = render_code(candidate, dataset, path=str(path), metric="roc_auc")
    assert script.count("class LearnedRounds(") == 1
    assert "metaselect." not in script.partition('"""')[2].partition('"""')[2]
    namespace = runpy.run_path(str(_written(tmp_path, script)), run_name="model")
    data = namespace["read"](path)
    data = data[namespace["target_of"](data).notna()]
    model = namespace["make_model"]().fit(namespace["prepare"](data), namespace["target_of"](data).astype(int))
    assert 1 <= model[-1].n_rounds_ <= 60


def _written(folder, script):
    path = folder / "model.py"
    path.write_text(script, encoding="utf-8")
    return path


def test_script_of_a_blend_warns_of_nothing_and_has_lines_that_can_be_read(people_of, tmp_path, monkeypatch, capsys):
    members = tuple(map(make_configuration, ("gaussian_naive_bayes", "xgboost", "extra_trees", "random_forest")))
    short, _ = script_for(Blend(members[:2], (1, 2)), people_of("multiclass"), "neg_log_loss")
    long, _ = script_for(
        Blend((*members, make_configuration("hist_gradient_boosting")), (2, 1, 1, 1, 1)),
        people_of("multiclass"),
        "neg_root_mean_squared_error",
    )
    assert max(map(len, [*short.splitlines(), *long.splitlines()])) <= 120
    monkeypatch.chdir(tmp_path)
    (tmp_path / "model.py").write_text(short, encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        runpy.run_path("model.py")["train"]()
    assert "neg_log_loss by cross-validation" in capsys.readouterr().err
