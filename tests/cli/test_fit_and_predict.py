"""A table is fitted, and rows are predicted from a file, as by the model in Python."""

import io
import json
import re
import sys

import numpy as np
import pandas as pd
import pytest

from metaselect import load_model
from metaselect.cli import main

pytestmark = pytest.mark.filterwarnings("ignore")


def make_table(n_rows=120, seed=0):
    rng = np.random.default_rng(seed)
    ages = rng.integers(18, 66, n_rows)
    return pd.DataFrame(
        {
            "customer_id": [f"c{seed}-{i:04d}" for i in range(n_rows)],
            "age": ages,
            "income": [f"${1000 * (i % 17) + 500:,}" for i in range(n_rows)],
            "height": np.round(rng.normal(170, 9, n_rows), 1),
            "ward": rng.choice(["01", "02", "10"], n_rows),
            "since": [f"{d % 28 + 1:02d}.{d % 12 + 1:02d}.2023" for d in rng.integers(0, 300, n_rows)],
            "group": np.where(ages + rng.normal(0, 5, n_rows) > 40, "old", "young"),
        }
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory, tiny_knowledge_folder):
    """A folder with a table, a model that was fitted to it, and other rows."""
    folder = tmp_path_factory.mktemp("served")
    make_table().to_csv(folder / "train.csv", index=False)
    make_table(40, seed=1).drop(columns="group").to_csv(folder / "new.csv", index=False)
    train, model = str(folder / "train.csv"), str(folder / "model.skops")
    options = ["--knowledge-base", tiny_knowledge_folder, "--meta-learner", "average_rank", "--single"]
    assert main(["fit", train, "--target", "group", "-o", model, *options]) == 0
    return folder


def predicted(folder, file, capsys, *options):
    capsys.readouterr()
    assert main(["predict", str(folder / "model.skops"), str(file), *options]) == 0
    captured = capsys.readouterr()
    return pd.read_csv(io.StringIO(captured.out), dtype=str), captured.err.splitlines()


def test_fit_says_what_was_fitted_what_to_expect_and_what_comes_next(
    folder, tmp_path, capsys, tiny_knowledge_folder, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    options = ["--knowledge-base", tiny_knowledge_folder, "--meta-learner", "average_rank"]
    assert main(["fit", str(folder / "train.csv"), "--target", "group", *options]) == 0
    out = capsys.readouterr().out
    assert "train: 120 rows, 5 columns; target 'group', task binary, 2 classes." in out
    assert re.search(r"Fitted in .*; the first of those that are recommended", out)
    assert re.search(r"Expected roc_auc: [\d.]+, 90 % interval [\d.]+ to [\d.]+", out)
    assert "metaselect predict train.skops new.csv -o predictions.csv" in out
    assert (tmp_path / "train.skops").exists()


def test_the_file_is_predicted_as_by_the_model_in_python(folder, capsys):
    model = load_model(folder / "model.skops")
    table, notes = predicted(folder, folder / "new.csv", capsys)
    rows = pd.read_csv(folder / "new.csv", dtype={"ward": str})
    assert list(table) == ["customer_id", "group"]
    assert table["customer_id"].tolist() == rows["customer_id"].tolist()
    assert table["group"].tolist() == model.predict(rows).tolist()
    assert not [note for note in notes if "beyond" not in note]
    table, _ = predicted(folder, folder / "new.csv", capsys, "--probabilities", "--id", "ward,age")
    assert list(table) == ["ward", "age", "group", "group: old", "group: young"]
    assert table["ward"].tolist() == rows["ward"].tolist()  # cells that are carried along are as they were
    np.testing.assert_array_equal(table[["group: old", "group: young"]].astype(float), model.predict_proba(rows))


def test_every_kind_of_file_is_predicted_alike(folder, tmp_path, capsys):
    expected, _ = predicted(folder, folder / "new.csv", capsys, "--probabilities")
    rows = pd.read_csv(folder / "new.csv", dtype={"ward": str})
    rows[rows.columns[::-1]].to_csv(tmp_path / "reversed.csv", index=False)
    rows.to_csv(tmp_path / "more.csv.gz", index=True)
    rows.to_csv(tmp_path / "semicolon.csv", sep=";", decimal=",", index=False)
    rows.to_csv(tmp_path / "utf16.tsv", sep="\t", encoding="utf-16", index=False)
    rows.to_json(tmp_path / "rows.jsonl", orient="records", lines=True)
    pytest.importorskip("pyarrow", reason="needs the extra files")
    rows.to_parquet(tmp_path / "rows.parquet")
    rows.to_feather(tmp_path / "rows.feather")
    pytest.importorskip("openpyxl", reason="needs the extra files")
    rows.to_excel(tmp_path / "rows.xlsx", index=False)
    failures = []
    for file in sorted(tmp_path.iterdir()):
        table, _ = predicted(folder, file, capsys, "--probabilities")
        if not table.equals(expected):
            failures.append(f"{file.name}\n{table.compare(expected) if table.shape == expected.shape else table}")
    assert not failures, "\n".join(failures)


def test_a_row_is_predicted_the_same_whatever_stands_beside_it(folder, tmp_path, capsys):
    expected, _ = predicted(folder, folder / "new.csv", capsys, "--probabilities")
    header, *lines = (folder / "new.csv").read_text().splitlines()
    odd = ["x1,unknown,much,tall,late,?,", "x2,,,,,", "x3,1e999,$1,0,1,2023-01-01"]
    cases = {
        "one": [lines[3]],
        "two": lines[3:5],
        "odd": [odd[0][:-1], lines[3], *odd[1:], lines[4]],
        "many": [*lines, lines[3]],
    }
    for name, rows in cases.items():
        file = tmp_path / f"{name}.csv"
        file.write_text("\n".join([header, *rows]) + "\n")
        table, _ = predicted(folder, file, capsys, "--probabilities")
        assert len(table) == len(rows), name
        for place in (3, 4):
            name_of_row = expected["customer_id"][place]
            found = table[table["customer_id"] == name_of_row]
            for row in found.to_dict("records"):
                assert row == expected.loc[place].to_dict(), name


def test_standard_input_and_output(folder, capsys, monkeypatch):
    expected, _ = predicted(folder, folder / "new.csv", capsys)
    piped = io.TextIOWrapper(io.BytesIO((folder / "new.csv").read_bytes()))
    monkeypatch.setattr(sys, "stdin", piped)
    table, _ = predicted(folder, "-", capsys, "-o", "-")
    assert table.equals(expected)


def test_what_is_unlike_is_said_on_standard_error_and_only_strictly_an_error(folder, tmp_path, capsys):
    rows = pd.read_csv(folder / "new.csv").drop(columns="height").assign(age="none of them", shoe=42)
    rows.to_csv(tmp_path / "new.csv", index=False)
    table, notes = predicted(folder, tmp_path / "new.csv", capsys)
    assert len(table) == 40
    assert any("1 column that the model knows is not there" in note and "height" in note for note in notes)
    assert any("does not know is ignored: shoe" in note for note in notes)
    assert any("age held numbers when the model was fitted; now 40 of 40 cells" in note for note in notes)
    output = tmp_path / "predictions.csv"
    arguments = ["predict", str(folder / "model.skops"), str(tmp_path / "new.csv"), "-o", str(output), "--strict"]
    assert main(arguments) == 1
    assert "height is not there, age has changed its type" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["new.csv"]  # nothing is left of it
    arguments = ["predict", str(folder / "model.skops"), str(folder / "new.csv"), "-o", str(output), "--strict"]
    assert main(arguments) == 0
    assert "40 rows predicted" in capsys.readouterr().out


def test_what_fails_in_the_middle_leaves_the_old_predictions(folder, tmp_path, capsys, monkeypatch):
    output = tmp_path / "predictions.csv"
    output.write_text("old")
    module = sys.modules["metaselect.cli.predict"]
    real = module.predict_blocks

    def broken(*arguments, **options):
        yield from real(*arguments, **options)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "predict_blocks", broken)
    assert main(["predict", str(folder / "model.skops"), str(folder / "new.csv"), "-o", str(output)]) == 2
    assert "make room" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["predictions.csv"]
    assert output.read_text() == "old"


def test_whatever_is_wrong_is_one_sentence_with_the_way_out(folder, tmp_path, capsys):
    model, new = str(folder / "model.skops"), str(folder / "new.csv")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n3,4\n")
    (tmp_path / "empty.csv").write_text("")
    wrong = {
        ("predict", str(tmp_path / "absent.skops"), new): "there is no file",
        ("predict", new, new): "no model file",
        ("predict", model, str(tmp_path / "absent.csv")): "absent.csv",
        ("predict", model, str(tmp_path / "empty.csv")): "is empty",
        ("predict", model, str(tmp_path / "other.csv")): "none of the columns that the model knows",
        ("predict", model, new, "-o", str(tmp_path / "x" / "p.csv")): "there is no folder",
        ("predict", model, new, "-o", str(tmp_path)): "is a folder",
        ("predict", model, new, "-o", new): "would be overwritten",
        ("predict", model, new, "-o", str(tmp_path / "p.parquet")): "p.csv",
        ("predict", model, new, "--id", "custmer"): "--id custmer is no column of new.csv",
        ("predict", model, new, "--strict"): "--output",
        ("fit", new, "--target", "nothing"): "target column 'nothing'",
        ("fit", new, "-o", str(tmp_path)): "is a folder",
        ("fit", new, "-o", new): "the table itself",
        ("fit", new, "-o", str(tmp_path / "x" / "m.skops")): "there is no folder",
    }
    for arguments, expected in wrong.items():
        assert main(arguments) == 2, arguments
        captured = capsys.readouterr()
        assert expected in captured.err, captured.err
        assert captured.err.count("\n") == 1
        assert captured.out == ""


def test_rows_of_a_number_have_no_probabilities(folder, tmp_path, capsys, tiny_knowledge_folder):
    make_table().to_csv(tmp_path / "train.csv", index=False)
    model = str(tmp_path / "model.skops")
    options = ["--knowledge-base", tiny_knowledge_folder, "--meta-learner", "average_rank", "--drop", "group"]
    assert main(["fit", str(tmp_path / "train.csv"), "--target", "age", "-o", model, *options]) == 0
    capsys.readouterr()
    assert main(["predict", model, str(folder / "new.csv"), "--probabilities"]) == 2
    assert "predicts numbers" in capsys.readouterr().err
    table, _ = predicted(tmp_path, folder / "new.csv", capsys)
    assert table["age"].astype(float).between(10, 80).all()


def test_the_manifest_can_be_read_by_anybody(folder):
    import zipfile

    with zipfile.ZipFile(folder / "model.skops") as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert manifest["schema"] == 1
    assert manifest["training"]["target"] == "group"
    assert manifest["training"]["identifiers"] == ["customer_id"]
    assert manifest["training"]["rules"]["delimiter"] == ","


def test_labels_are_written_as_in_the_table(tmp_path, capsys, tiny_knowledge_folder):
    table = make_table().drop(columns="group")
    old = table["age"] > 40
    spellings = {
        "R": old.map({True: "TRUE", False: "FALSE"}),
        "JSON": old.map({True: "true", False: "false"}),
        "gaps": old.map({True: "1", False: "2"}).mask(table.index % 10 == 0, ""),
        "codes": old.map({True: "01", False: "02"}),
    }
    options = ["--knowledge-base", tiny_knowledge_folder, "--meta-learner", "average_rank", "--single"]
    for name, labels in spellings.items():
        table.assign(old=labels).to_csv(tmp_path / f"{name}.csv", index=False)
        model = str(tmp_path / "model.skops")
        assert main(["fit", str(tmp_path / f"{name}.csv"), "--target", "old", "-o", model, *options]) == 0
        for more in ([], ["--probabilities"]):
            predictions, _ = predicted(tmp_path, tmp_path / f"{name}.csv", capsys, *more)
            assert set(predictions["old"]) == set(labels) - {""}, name
