import numpy as np
import pandas as pd
import pytest

from metaselect.data import detect_csv_format, make_dataset, read_dataset, read_file
from metaselect.learners import LEARNERS, learners_for, make_configuration
from metaselect.recommendation import ByRows, Candidate, ValidationScheme
from metaselect.report import render_code

_HEADER = "age,income,city,member,empty,outcome\n"
_OUTCOMES = {"binary": ["no", "yes"], "multiclass": ["low", "middle", "high"], "regression": ["1.5", "2.5", "inf"]}


@pytest.fixture
def people(tmp_path, any_task):
    """A file with text, truth values, missing and infinite cells, an empty column and missing targets."""
    rng = np.random.default_rng(0)
    lines = []
    for i in range(90):
        outcome = _OUTCOMES[any_task][i % len(_OUTCOMES[any_task])]
        if any_task == "regression" and outcome != "inf":
            outcome = f"{float(outcome) + rng.normal():.3f}"
        age = rng.choice([f"{rng.normal(40, 9):.1f}", "", "inf"], p=[0.8, 0.15, 0.05])
        city = rng.choice(["Rome", "Oslo", "None", ""])
        lines.append(f"{age},{rng.lognormal():.3f},{city},{i % 4 == 0},,{outcome if i % 20 else ''}\n")
    path = tmp_path / "people.csv"
    path.write_text(_HEADER + "".join(lines))
    return path


def candidate_of(configuration, task):
    return Candidate(1, configuration, task, 0.5, (0.4, 0.6), 1.0, 0.0, random_state=7)


def script_for(configuration, path, metric):
    dataset = read_dataset(path, "outcome")
    code = render_code(
        candidate_of(configuration, dataset.task),
        dataset,
        path=str(path),
        format=detect_csv_format(path),
        metric=metric,
        validation=QUICK[dataset.task == "regression"],
    )
    return code, dataset


def run(code):
    variables = {}
    exec(compile(code, "script", "exec"), variables)
    return variables


# Two folds: how many suit the table is tested in `test_splits.py`.
_WHY = ByRows("single", 60, is_stratified=False)
QUICK = [ValidationScheme(splitter, {"n_splits": 2}, _WHY) for splitter in ("StratifiedKFold", "KFold")]
_METRIC = {"binary": "f1", "multiclass": "accuracy", "regression": "r2"}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", LEARNERS)
def test_script_fits_what_the_pipeline_fits(name, people, any_task, capsys):
    if name not in {learner.name for learner in learners_for(any_task)}:
        pytest.skip(f"{name} is not for {any_task}")
    configuration = make_configuration(name)
    code, dataset = script_for(configuration, people, _METRIC[any_task])
    variables = run(code)
    pipeline = candidate_of(configuration, any_task).build().fit(dataset.X, dataset.y)
    predicted = variables["model"].predict(variables["X"])
    if any_task == "regression":
        np.testing.assert_allclose(predicted, pipeline.predict(dataset.X), rtol=1e-6)
    else:
        # The script may number the classes in sorted order.
        labels = np.unique(dataset.y)
        predicted = labels[predicted] if np.asarray(predicted).dtype.kind in "iu" else predicted
        assert np.array_equal(predicted, pipeline.predict(dataset.X))
    assert "by cross-validation" in capsys.readouterr().out


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    "hyperparameters",
    [
        {"basis": "splines"},
        {"encoding": "target"},
        {"scaling": "quantile"},
        {"missing": "median"},
        {"reduction": "pca"},
        {"reduction": "selection"},
    ],
    ids=str,
)
def test_script_has_the_recommended_structure(hyperparameters, people, any_task):
    name = "ridge" if any_task == "regression" else "logistic_regression"
    configuration = make_configuration(name, **hyperparameters)
    code, dataset = script_for(configuration, people, _METRIC[any_task])
    variables = run(code)
    pipeline = candidate_of(configuration, any_task).build().fit(dataset.X, dataset.y)
    assert variables["model"][-1].coef_.shape == pipeline[-1].coef_.shape
    np.testing.assert_allclose(variables["model"][-1].coef_, pipeline[-1].coef_, rtol=1e-4, atol=1e-6)


def test_script_does_not_need_metaselect(people, any_task):
    code, _ = script_for(make_configuration("xgboost"), people, _METRIC[any_task])
    imports = [line for line in code.splitlines() if line.startswith(("import", "from"))]
    assert not any("metaselect" in line for line in imports)
    assert any("xgboost" in line for line in imports)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("learner", ["logistic_regression", "random_forest"])
def test_script_reads_free_text_as_the_pipeline_does(learner, tmp_path, capsys):
    rng = np.random.default_rng(0)
    words = np.array(["the", "film", "was", "good", "bad", "long", "and", "never", "dull", "again"])
    path = tmp_path / "reviews.csv"
    lines = [f"{' '.join(rng.choice(words, 6)) if i % 9 else ''},{i % 5},{'ab'[i % 2]}\n" for i in range(90)]
    path.write_text("review,stars,outcome\n" + "".join(lines))
    code, dataset = script_for(make_configuration(learner), path, "accuracy")
    assert "texts = ['review']" in code
    assert "metaselect" not in code.split('"""')[2]
    variables = run(code)
    pipeline = candidate_of(make_configuration(learner), "binary").build().fit(dataset.X, dataset.y)
    assert np.array_equal(variables["model"].predict(variables["X"]), pipeline.predict(dataset.X))


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
        as_numbers=["points"],
        metric="accuracy",
    )
    variables = run(code)
    pd.testing.assert_frame_equal(
        variables["X"].reset_index(drop=True)[list(dataset.X)], dataset.X, check_dtype=False, check_exact=False
    )
    pipeline = configuration.build("binary", 7, dataset.kinds).fit(dataset.X, dataset.y)
    assert np.array_equal(variables["model"].predict(variables["X"]), pipeline.predict(dataset.X))


def run_with(tmp_path, columns, n_rows=200):
    """Return the script for a table with these columns, and its variables after it ran."""
    rng = np.random.default_rng(0)
    table = pd.DataFrame({"x": rng.normal(size=n_rows), "outcome": rng.normal(size=n_rows), **columns})
    table.to_csv(tmp_path / "table.csv", index=False)
    file = read_file(tmp_path / "table.csv")
    dataset = make_dataset(file, "outcome")
    code = render_code(
        candidate_of(make_configuration("ridge"), "regression"),
        dataset,
        path=str(tmp_path / "table.csv"),
        metric="r2",
        format=file.format,
        repairs=file.repairs,
    )
    return code, run(code)


def test_script_keeps_groups_together(tmp_path):
    code, variables = run_with(tmp_path, {"patient_id": np.arange(200) % 40})
    assert "groups=data['patient_id']" in code
    assert type(variables["cv"]).__name__ == "GroupKFold"
    assert len(variables["scores"]) == 5


def test_script_predicts_later_rows_from_earlier_ones(tmp_path):
    days = np.random.default_rng(1).permutation(pd.date_range("2015-01-01", periods=200).strftime("%Y-%m-%d"))
    _, variables = run_with(tmp_path, {"date": days})
    assert type(variables["cv"]).__name__ == "TimeSeriesSplit"
    assert variables["X"]["date: days"].is_monotonic_increasing


def test_script_repeats_folds_on_few_rows(tmp_path):
    _, variables = run_with(tmp_path, {}, n_rows=80)
    assert len(variables["scores"]) == 50


def test_script_numbers_classes_that_are_fractions(tmp_path):
    rng = np.random.default_rng(0)
    x = rng.normal(size=80)
    path = tmp_path / "people.csv"
    pd.DataFrame({"x": x, "outcome": np.where(x + rng.normal(size=80) > 0, 1.5, 0.5)}).to_csv(path, index=False)
    code, dataset = script_for(make_configuration("logistic_regression"), path, "roc_auc")
    assert dataset.task == "binary"
    assert sorted(set(run(code)["model"].classes_)) == [0, 1]


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
    assert run(code)["X"]["size"].tolist() == dataset.X["size"].tolist()
