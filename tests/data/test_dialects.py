"""One table, written in every dialect: what is read back are the same values."""

import itertools

import numpy as np
import pandas as pd
import pytest

from metaselect.data import read_table

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
ENCODINGS = ["utf-8", "utf-8-sig", "latin-1", "cp1252", "mac_roman", "utf-16", "utf-16-le", "utf-16-be"]
QUOTING = ["where needed", "all"]
ENDS = ["\n", "\r\n", "\r"]
MISSING = ["", "NA", "?", "-", "NULL"]


def make_table():
    rng = np.random.default_rng(0)
    n = 60
    return pd.DataFrame(
        {
            "größe": np.where(rng.random(n) < 0.2, np.nan, (rng.normal(size=n) * 100).round(3)),
            "count": rng.integers(0, 90, n),
            "señor": rng.choice(["Zürich", "Rome", "São Paulo", 'l\'été, déjà; vu|et \t"là"', "a\nb"], n),
            "target": rng.choice(["yes", "no"], n),
        }
    )


def write(table, path, *, delimiter, decimal, encoding, quoting, end, missing, header, comment):
    def cell(value):
        if isinstance(value, float):
            text = missing if np.isnan(value) else repr(value).replace(".", decimal)
        else:
            text = str(value)
        if quoting == "all" or any(sign in text for sign in (delimiter, '"', "\n", "\r")):
            return '"' + text.replace('"', '""') + '"'
        return text

    lines = ["# measured in May"] if comment else []
    lines += [delimiter.join(map(cell, table.columns))] if header else []
    lines += [delimiter.join(map(cell, row)) for row in table.astype(object).itertuples(index=False)]
    path.write_bytes((end.join(lines) + end).encode(encoding))


def dialects():
    """Every delimiter with every encoding and decimal mark; the other choices take turns, two of three slowly."""
    turns = itertools.cycle(itertools.product(ENDS, QUOTING, MISSING, [True, False], [False, True]))
    for (name, delimiter), encoding, decimal in itertools.product(DELIMITERS.items(), ENCODINGS, ".,"):
        if decimal == delimiter:
            continue
        for turn in range(3):
            end, quoting, missing, header, comment = next(turns)
            yield pytest.param(
                {
                    "delimiter": delimiter,
                    "encoding": encoding,
                    "decimal": decimal,
                    "end": end,
                    "quoting": quoting,
                    "missing": missing,
                    "header": header,
                    "comment": comment and header,
                },
                id=f"{name} {decimal} {encoding} {end!r} quotes {quoting} missing {missing!r} {header=} {comment=}",
                marks=pytest.mark.slow if turn else (),
            )


@pytest.mark.parametrize("dialect", list(dialects()))
def test_every_dialect_holds_the_same_values(tmp_path, dialect):
    table = make_table()
    path = tmp_path / "table.csv"
    write(table, path, **dialect)
    read = read_table(path)
    if dialect["header"]:
        assert list(read.columns) == list(table.columns)
    assert len(read) == len(table)
    for read_name, name in zip(read.columns, table.columns, strict=True):
        if table[name].dtype.kind in "fi":
            assert read[read_name].tolist() == pytest.approx(table[name].tolist(), nan_ok=True), name
        else:
            line_ends = str.maketrans({"\r": "\n"})
            assert [cell.translate(line_ends) for cell in read[read_name]] == table[name].tolist(), name
