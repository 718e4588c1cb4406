import gzip
import io
import sys

import pandas as pd
import pytest

from metaselect.cli import main

TABLE = "age,height,target\n" + "".join(f"{i},{i * 1.5},{'yes' if i % 2 else 'no'}\n" for i in range(40))
FRAME = pd.read_csv(io.StringIO(TABLE))


def written(write):
    buffer = io.BytesIO()
    write(buffer)
    return buffer.getvalue()


CONTENTS = {
    "CSV": lambda: TABLE.encode(),
    "gzip": lambda: gzip.compress(TABLE.encode()),
    "UTF-16": lambda: TABLE.encode("utf-16"),
    "JSON": lambda: FRAME.to_json(orient="records").encode(),
    "JSON lines": lambda: FRAME.to_json(orient="records", lines=True).encode(),
    "ARFF": lambda: (
        "% by hand\n@RELATION x\n@attribute age numeric\n@attribute height numeric\n@attribute target {yes,no}\n@data\n"
        + TABLE.partition("\n")[2]
    ).encode(),
    "Parquet": lambda: written(FRAME.to_parquet),
    "Feather": lambda: written(FRAME.to_feather),
    "workbook": lambda: written(lambda buffer: FRAME.to_excel(buffer, index=False)),
}


class Piped(io.TextIOWrapper):
    """Standard input of so many bytes."""

    def __init__(self, content):
        super().__init__(io.BytesIO(content), encoding="utf-8")


@pytest.mark.parametrize("kind", CONTENTS)
def test_standard_input_is_a_file(monkeypatch, capsys, kind):
    if kind in ("Parquet", "Feather", "workbook"):
        pytest.importorskip("openpyxl" if kind == "workbook" else "pyarrow", reason="needs the extra files")
    monkeypatch.setattr(sys, "stdin", Piped(CONTENTS[kind]()))
    assert main(["describe", "-"]) == 0
    assert capsys.readouterr().out.startswith("standard input: 40 rows, 3 columns")


@pytest.mark.parametrize(
    "content", [b"", b"\x1f\x8b broken", b"PK\x03\x04 broken", b"PAR1 broken", b"\x00\x01"], ids=repr
)
def test_what_is_piped_in_and_no_table_is_one_sentence(monkeypatch, capsys, content):
    monkeypatch.setattr(sys, "stdin", Piped(content))
    assert main(["describe", "-"]) == 2
    error = capsys.readouterr().err
    assert error.startswith("metaselect: standard input ")
    assert error.count("\n") == 1


def test_nothing_piped_in_is_said(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", None)
    assert main(["describe", "-"]) == 2
    assert "nothing is piped" in capsys.readouterr().err


def test_options_of_files_hold_for_standard_input(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", Piped(("some words, and more\n" * 3 + TABLE).replace(",", "!").encode()))
    assert main(["describe", "-", "--skip-lines", "3", "--separator", "!"]) == 0
    assert ": 40 rows, 3 columns" in capsys.readouterr().out
