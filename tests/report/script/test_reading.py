"""The reading lines of a script give the very table that reading gave, whatever was found out about the file."""

import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from metaselect.data import ReadingOptions, read_file, unquoted_lines
from metaselect.report.script.functions import definitions
from metaselect.report.script.script import _read

BODY = [[f"Town {i}", f"{i * 7 % 40}", f"{i / 4}", "yn"[i % 2]] for i in range(60)]
NAMES = ["town", "hours", "share", "y"]


def lines(rows, delimiter=","):
    return "".join(delimiter.join(row) + "\n" for row in rows)


CODES = [["0123" if i == 300 else str(1000 + i), f"{i % 7}", "yn"[i % 2]] for i in range(400)]
FILES = {
    "plain.csv": lines([NAMES, *BODY]),
    "title.csv": lines([["Made on:", "", "2024-05-01", ""], NAMES, *BODY]),
    "empty lines and title.csv": "\n\nA report\n\n" + lines([NAMES, *BODY]),
    "comments.csv": "# by hand\n# in May\n" + lines([NAMES, *BODY]).replace("Town 3", "Town #3"),
    "comments within.csv": "# by hand\n" + lines([NAMES, *BODY[:30]]) + "# more\n" + lines(BODY[30:]),
    "percent.csv": lines([["%town", "#hours", "share", "y"], *BODY]),
    "groups.csv": lines([["", "Time", "", ""], ["town", "hours", "share", "y"], *BODY]),
    "questions.csv": lines([NAMES, ["Which?", "How many?", "What share?", "Response"], *BODY]),
    "answers.csv": lines([NAMES, ["", "Response", "Response", "Response"], *BODY]),
    "many lines.csv": '"town","how\nmany","share","y"\n"","Response","Response","Response"\n' + lines(BODY),
    "total.csv": lines([NAMES, *BODY, ["Total", "1170", "", ""], ["Source: us", "", "", ""]]),
    "again.csv": lines([NAMES, *BODY[:30], NAMES, *BODY[30:]]),
    "merged.csv": lines(
        [["dept", *NAMES], *([f"D{i // 10}" if i % 10 == 0 else "", *row] for i, row in enumerate(BODY))]
    ),
    "no names.csv": lines(BODY),
    "sep.csv": "sep=;\n" + lines([NAMES, *BODY], ";").replace(".", ","),
    "codes.csv": lines([["zip", "n", "y"], *CODES]),
    "quoted lines.csv": "".join(f'"{line}"\n' for line in lines([NAMES, *BODY], ";").splitlines()),
    "wide.tsv": lines([NAMES, *BODY], "\t").encode("utf-16"),
    "russian.csv": lines([NAMES, *BODY]).replace("Town", "Пермь").replace("town", "город").encode("cp1251"),
    "chinese.csv": lines([NAMES, *BODY]).replace("Town", "上海").replace("town", "城市").encode("gbk"),
    "tabs and stops.csv": lines([NAMES, *BODY]).replace("Town", "To\x0bwn\u2028"),
}


def as_script(path, file):
    """Return the table that the lines of a script make."""
    opening = [unquoted_lines] if getattr(file.format, "has_quoted_lines", False) else []
    functions = opening + [function for repair in file.repairs for function in repair.functions]
    imports, sources = definitions(dict.fromkeys(functions))
    steps = [line for repair in file.repairs for line in repair.lines()]
    variables = {"pd": pd, "np": np, "io": io, "Path": Path, "path": path}
    exec("\n".join([*imports, sources, f"data = {_read(str(path), file.format)}", *steps]), variables)
    return variables["data"]


def assert_equal(path, **options):
    file = read_file(path, options=ReadingOptions.of(**options))
    table, scripted = (frame.astype(object).where(frame.notna(), None) for frame in (file.table, as_script(path, file)))
    pd.testing.assert_frame_equal(table, scripted, check_dtype=False)


@pytest.mark.parametrize("name", FILES)
def test_a_script_reads_a_text_table_as_it_was_read(tmp_path, name):
    content = FILES[name]
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert_equal(path)


def test_a_script_reads_as_the_user_said(tmp_path):
    path = tmp_path / "said.csv"
    path.write_bytes(("a,b\n1,2,3\n" + lines([NAMES, *BODY], "!")).replace("Town", "Größe").encode("cp850"))
    assert_equal(path, skip_lines=2, separator="!", encoding="cp850", decimal=",")


def test_a_script_reads_the_sheet_that_was_read(tmp_path):
    openpyxl = pytest.importorskip("openpyxl", reason="workbooks need the extra files")
    book = openpyxl.Workbook()
    book.active.append(["A note"])
    sheets = {
        "Data": [
            ["Made on:", None, "2024-05-01", None],
            NAMES,
            [None, "h", None, None],
            *BODY,
            ["Total", 1, None, None],
        ],
        "Groups": [[None, "Time", None, None], NAMES, *BODY],
    }
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(
                [float(cell) if isinstance(cell, str) and cell.replace(".", "").isdigit() else cell for cell in row]
            )
    book.save(tmp_path / "book.xlsx")
    for sheet in (None, "Groups"):
        assert_equal(tmp_path / "book.xlsx", sheet=sheet)


def test_a_script_reads_the_index_of_parquet(tmp_path):
    pytest.importorskip("pyarrow", reason="Parquet needs the extra files")
    table = pd.DataFrame(BODY, columns=pd.MultiIndex.from_product([["g"], NAMES]))
    table.index = pd.date_range("2024-01-01", periods=60)
    table.to_parquet(tmp_path / "table.parquet")
    assert_equal(tmp_path / "table.parquet")
