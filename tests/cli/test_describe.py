import json

import pytest

from metaselect.cli import main
from metaselect.metafeatures import metafeature_names

TABLE = "customer_id,age,city,one,when,left_on,target\n" + "".join(
    f"{i + 500},{20 + i % 30},{['Rome', 'Oslo', 'Bern'][i % 3]},x,2026-01-{1 + i % 28:02d},"
    f"{f'2026-03-{1 + i % 28:02d}' if i % 2 else ''},{'yes' if i % 2 else 'no'}\n"
    for i in range(120)
)


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "people.csv"
    file.write_text(TABLE)
    return str(file)


def described(capsys, *arguments):
    assert main(["describe", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_columns_have_roles_with_reasons(path, capsys):
    columns = {column["name"]: column for column in described(capsys, path)["columns"]}
    assert {name: column["role"] for name, column in columns.items()} == {
        "customer_id": "identifier",
        "age": "numeric",
        "city": "categorical",
        "one": "constant",
        "when": "date",
        "left_on": "date",
    }
    assert columns["left_on"]["n_missing"] == 60
    assert columns["city"]["examples"] == ["Rome", "Oslo", "Bern"]
    assert [name for name, column in columns.items() if not column["is_used"]] == ["customer_id", "one"]


def test_the_target_and_suspected_leaks_are_told(path, capsys):
    description = described(capsys, path)
    assert description["target"]["task"] == "binary"
    assert description["target"]["classes"] == {"no": 60, "yes": 60}
    leaks = {column["name"] for column in description["columns"] if column["suspected_leak"]}
    assert leaks == {"left_on"}


def test_metafeatures_come_on_request_and_undefined_ones_are_null(path, capsys):
    assert "metafeatures" not in described(capsys, path)
    metafeatures = described(capsys, path, "--metafeatures")["metafeatures"]
    assert list(metafeatures) == list(metafeature_names())
    assert metafeatures["target_mode_share"] is None  # of regression
    assert metafeatures["minority_share"] == 0.5


def test_less_effort_leaves_more_undefined(path, capsys):
    counts = [
        sum(
            value is not None
            for value in described(capsys, path, "--metafeatures", "--effort", e)["metafeatures"].values()
        )
        for e in ("fast", "default", "full")
    ]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]


def test_roles_can_be_chosen(path, capsys):
    options = ["--drop", "city", "--numeric", "customer_id", "--categorical", "age"]
    columns = {column["name"]: column["role"] for column in described(capsys, path, *options)["columns"]}
    assert (columns["city"], columns["customer_id"], columns["age"]) == ("drop", "numeric", "categorical")


def test_text_is_for_people(path, capsys):
    assert main(["describe", path, "--metafeatures"]) == 0
    out = capsys.readouterr().out
    assert "Suspected leak of the target: left_on: where it has a value, the target is always 'yes'" in out
    assert "Target 'target': binary" in out
    assert "Share of rows" in out or "Number of rows" in out or "number of rows" in out


def test_a_table_without_a_target_can_be_described(tmp_path, capsys):
    path = tmp_path / "x.csv"
    path.write_text(TABLE.replace("target", "outcome"))
    assert described(capsys, str(path))["target"] is None
    assert main(["describe", str(path), "--metafeatures"]) == 2
    assert "name it with --target COLUMN" in capsys.readouterr().err
    assert main(["describe", str(path), "--target", "outcom"]) == 2
    assert "did you mean 'outcome'?" in capsys.readouterr().err


def test_contradicting_roles_are_refused(path, capsys):
    assert main(["describe", path, "--drop", "age", "--numeric", "age"]) == 2
    assert "column 'age' cannot be both numeric and drop" in capsys.readouterr().err


def test_no_line_is_wider_than_a_terminal(tmp_path, capsys):
    file = tmp_path / "survey.csv"
    names = [f"please state how you feel about the following thing: thing {i}" for i in range(3)]
    rows = [f"{i + 500},{'a rather long answer, yes'!r},2026-01-{1 + i % 28:02d},{i % 2}" for i in range(60)]
    file.write_text("\n".join([";".join(["customer_id", *names]), *[row.replace(",", ";") for row in rows]]))
    assert main(["describe", str(file)]) == 0
    printed = capsys.readouterr().out
    assert max(map(len, printed.splitlines())) <= 120
    assert all(f"thing {i}" in printed for i in range(3))  # names that begin alike are told apart


def test_a_role_for_the_target_is_refused(path, capsys):
    assert main(["describe", path, "--target", "target", "--drop", "target"]) == 2
    assert "'target' is the target" in capsys.readouterr().err


def test_whole_numbers_beside_missing_cells_are_shown_whole(tmp_path, capsys):
    file = tmp_path / "people.csv"
    file.write_text("age,weight\n" + "".join(f"{20 + i},{50 + i / 4}\n" for i in range(40)) + ",60\n")
    assert main(["describe", str(file), "--json"]) == 0
    age, weight = json.loads(capsys.readouterr().out)["columns"]
    assert age["examples"] == ["20", "21", "22"]
    assert weight["examples"] == ["50.0", "50.25", "50.5"]
