"""How much is read: each bound is named in its error, and one option lifts them all."""

import gzip
import json
import os
import sys
import zipfile

import pandas as pd
import pytest

from metaselect.cli import main
from metaselect.data import ReadingOptions, read_file
from metaselect.data.reading import reading_options
from metaselect.data.reading.limits import ReadingLimits
from metaselect.exceptions import UnreadableFileError

ROWS = "a,b,y\n" + "".join(f"{i},{i % 7},{i % 2}\n" for i in range(400))


def long_line(folder):
    path = folder / "long.csv"
    path.write_text(ROWS + "1," + "x" * 900_000 + ",1\n" + "1,2,1\n1,2,0\n" * 50)
    return path


def many_columns(folder):
    path = folder / "wide.csv"
    path.write_text(",".join(f"c{i}" for i in range(300)) + "\n" + (",".join("1" * 300) + "\n") * 30)
    return path


def far_corner(folder):
    openpyxl = pytest.importorskip("openpyxl", reason="workbooks need the extra files")
    book = openpyxl.Workbook()
    for row in (["a", "y"], *([i, i % 2] for i in range(30))):
        book.active.append(row)
    book.active["XFD1048576"] = 1
    book.save(folder / "far.xlsx")
    return folder / "far.xlsx"


def large_json(folder):
    path = folder / "large.json"
    path.write_text(json.dumps([{"a": i, "b": "x" * 50, "y": i % 2} for i in range(300)]))
    return path


def large_workbook(folder):
    pytest.importorskip("openpyxl", reason="workbooks need the extra files")
    path = folder / "large.xlsx"
    pd.DataFrame({"a": range(900), "y": [0, 1] * 450}).to_excel(path, index=False)
    return path


def unpacks_to_much(folder):
    path = folder / "packed.csv.gz"
    path.write_bytes(gzip.compress(b"a,b,y\n" + b"1,2,3\n1,4,5\n" * 50_000))
    return path


BOUNDS = {
    "line_bytes": (long_line, {"line_bytes": 300_000}),
    "columns": (many_columns, {"columns": 200}),
    "sheet_cells": (far_corner, {}),
    "whole_bytes": (large_json, {"whole_bytes": 10_000}),
    "whole_bytes of a workbook": (large_workbook, {"whole_bytes": 10_000}),
    "times_unpacked": (unpacks_to_much, {"text_bytes": 200_000, "times_unpacked": 20}),
}


@pytest.mark.parametrize("bound", BOUNDS)
def test_what_is_beyond_a_bound_is_refused_by_its_name(tmp_path, capsys, monkeypatch, bound):
    make, changed = BOUNDS[bound]
    path, limits = make(tmp_path), ReadingLimits(**changed)
    with pytest.raises(UnreadableFileError, match=rf"beyond the limit of \d+ \({bound.split()[0]}\); .*no_limits=True"):
        read_file(path, options=ReadingOptions(limits=limits))
    monkeypatch.setattr(reading_options, "LIMITS", limits)
    assert main(["describe", str(path)]) == 2
    assert "--no-limits" in capsys.readouterr().err
    if bound != "sheet_cells":  # which would fill the memory
        assert len(read_file(path, options=ReadingOptions.of(no_limits=True)).table) > 20
        assert main(["describe", str(path), "--no-limits"]) == 0


def test_a_line_of_zeros_without_an_end_is_refused_at_once(tmp_path):
    path = tmp_path / "zeros.csv.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(ROWS.encode())
        for _ in range(70):
            file.write(b"0" * 2**20)
    with pytest.raises(UnreadableFileError, match="line_bytes"):
        read_file(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes of POSIX")
@pytest.mark.parametrize("name", ["pipe.csv", "pipe.parquet", "pipe.xlsx", "pipe.arff", "pipe.json", "pipe.csv.gz"])
def test_pipes_and_devices_are_refused_without_waiting(tmp_path, name):
    os.mkfifo(tmp_path / name)
    (tmp_path / "device.csv").symlink_to("/dev/zero")
    for path in (tmp_path / name, tmp_path / "device.csv"):
        with pytest.raises(UnreadableFileError, match="no file but a pipe or a device"):
            read_file(path)


def damaged_archive(path, flag=0, method=None):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", ROWS)
    content = bytearray(path.read_bytes())
    for start, offset in ((content.index(b"PK\x03\x04"), 6), (content.index(b"PK\x01\x02"), 8)):
        content[start + offset] |= flag
        if method is not None:
            content[start + offset + 2] = method
    path.write_bytes(content)


def test_damaged_files_are_one_sentence(tmp_path):
    damaged_archive(tmp_path / "encrypted.csv.zip", flag=1)
    damaged_archive(tmp_path / "method.csv.zip", method=99)
    packed = bytearray(gzip.compress(ROWS.encode()))
    packed[40:60] = b"\xff" * 20
    (tmp_path / "damaged.csv.gz").write_bytes(packed)
    (tmp_path / "cut.csv.gz").write_bytes(gzip.compress(ROWS.encode())[:-20])
    (tmp_path / "empty.arff.gz").write_bytes(gzip.compress(b""))
    (tmp_path / "deep.json").write_text("[" * 100_000)
    (tmp_path / "closed.csv").write_text(ROWS)
    (tmp_path / "closed.csv").chmod(0)
    for path in sorted(tmp_path.iterdir()):
        if path.name == "closed.csv" and (sys.platform == "win32" or os.geteuid() == 0):
            continue
        with pytest.raises(UnreadableFileError if path.suffixes[-2:] != [".arff", ".gz"] else ValueError) as caught:
            read_file(path)
        assert path.name in str(caught.value)
        assert "\n" not in str(caught.value)
