import numpy as np
import pandas as pd
import pytest

from metaselect.data.reading.arff import read_arff, write_arff
from metaselect.exceptions import DatasetError


@pytest.fixture
def written(tmp_path):
    """Return a function that writes text to a file and returns its path."""

    def write(text):
        path = tmp_path / "table.arff"
        path.write_text(text)
        return path

    return write


def test_numbers_text_and_missing_values_are_told_apart(written):
    table = read_arff(
        written(
            "% made by hand\n@relation R\n@attribute id string\n@ATTRIBUTE 'the size' NUMERIC\n"
            "@attribute status { ok , timeout}\n\n@DATA,\na/1,2.5,ok\n\n'b, 2',?,timeout\n"
        )
    )
    assert table["id"].tolist() == ["a/1", "b, 2"]
    assert table["the size"].tolist() == pytest.approx([2.5, np.nan], nan_ok=True)
    assert table["status"].tolist() == ["ok", "timeout"]
    assert table.index.tolist() == [8, 10]  # lines of the file


HEAD = "@relation R\n@attribute id string\n@attribute size numeric\n@attribute s {ok,bad}\n@data\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD + "a,1,ok\nb,2\n", r"line 7: 2 values for 3 attributes"),
        (HEAD + "a,one,ok\n", r"line 6: size is 'one', not a number"),
        (HEAD + "a,1,fine\n", r"line 6: s is 'fine'; declared are bad, ok"),
        ("@relation R\n@attribute id\n@data\n", r"line 2: expected @attribute NAME TYPE"),
        ("@relation R\n@attribute a string\n@attribute a string\n@data\n", r"line 3: a second attribute 'a'"),
        ("@relation R\nhello\n", r"line 2: expected @relation, @attribute or @data, got 'hello'"),
        ("@relation R\n@attribute a string\n", r"line 2: the file ends before @data"),
        ("", r"line 1: the file ends before @data"),
    ],
)
def test_a_wrong_line_is_named(written, text, message):
    with pytest.raises(DatasetError, match=f"table.arff, {message}"):
        read_arff(written(text))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(DatasetError, match=r"cv\.arff is missing"):
        read_arff(tmp_path / "cv.arff")


def test_what_is_written_is_read_again(tmp_path):
    table = pd.DataFrame({"id": ["a", "it's, so", "c d"], "value": [1.25, np.nan, -3e-9], "what": ["x", None, "z"]})
    write_arff(table, tmp_path / "t.arff", "a relation")
    read = read_arff(tmp_path / "t.arff").reset_index(drop=True)
    assert read["id"].tolist() == table["id"].tolist()
    assert read["value"].tolist() == pytest.approx(table["value"].tolist(), nan_ok=True)
    assert read["what"].isna().tolist() == [False, True, False]
    assert [path.name for path in tmp_path.iterdir()] == ["t.arff"]
