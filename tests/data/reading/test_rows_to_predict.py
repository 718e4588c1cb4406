"""Rows to predict are read as training rows were, block by block, none of them changed by its neighbors."""

import numpy as np
import pandas as pd
import pytest

from metaselect.data import ReadingOptions, ReadingRules, read_file, read_rows
from metaselect.data.reading.limits import ReadingLimits

SMALL = ReadingOptions(limits=ReadingLimits(cells_of_part=300))  # blocks of 100 rows


def make_table(n_rows=250):
    return pd.DataFrame(
        {
            "code": [f"{i % 40:03d}" for i in range(n_rows)],
            "size": np.arange(n_rows) / 4,
            "word": ["none" if i % 3 else "-" for i in range(n_rows)],
        }
    )


def rules_of(path):
    return ReadingRules.of(read_file(path))


def test_blocks_hold_all_rows_in_their_order(tmp_path):
    make_table().to_csv(tmp_path / "a.csv", index=False)
    rows = read_rows(tmp_path / "a.csv", ["code", "size"], as_numbers=["size"], options=SMALL)
    assert rows.columns == ("code", "size", "word")
    blocks = list(rows.blocks)
    assert [len(block) for block in blocks] == [100, 100, 50]
    table = pd.concat(blocks)
    assert table["code"].tolist() == make_table()["code"].tolist()
    assert table["size"].tolist() == make_table()["size"].tolist()


def test_cells_are_missing_that_were_so_in_training(tmp_path):
    make_table().assign(word="+").to_csv(tmp_path / "train.csv", index=False)  # beside a + the - is a value
    make_table().to_csv(tmp_path / "new.csv", index=False)
    for rules, expected in ((rules_of(tmp_path / "train.csv"), 0), (rules_of(tmp_path / "new.csv"), 84)):
        (block,) = read_rows(tmp_path / "new.csv", ["code"], rules=rules).blocks
        assert block["word"].isna().sum() == expected


@pytest.mark.parametrize(
    "text",
    [
        "size;code\n1,5;007\n",
        "code;size\n007;1,5\nlate;oops\n",
        "x;code;size\n;007;1,5",
        '"code";"size"\n"007";"1,5"\n',
    ],
)
def test_few_rows_are_read_as_the_many_of_training(tmp_path, text):
    make_table().to_csv(tmp_path / "train.csv", index=False, sep=";", decimal=",")
    (tmp_path / "new.csv").write_text(text)
    rules = rules_of(tmp_path / "train.csv")
    (block,) = read_rows(tmp_path / "new.csv", ["code", "size"], as_numbers=["size"], rules=rules).blocks
    assert block["code"].iloc[0] == "007"
    assert float(block["size"].iloc[0]) == 1.5


def test_names_are_found_where_values_look_like_them(tmp_path):
    (tmp_path / "new.csv").write_text("code,word\nx,y\nu,v\n")
    (block,) = read_rows(tmp_path / "new.csv", ["code", "word"]).blocks
    assert block.to_numpy().tolist() == [["x", "y"], ["u", "v"]]
    (tmp_path / "one.csv").write_text("word\nsome words\n")
    (block,) = read_rows(tmp_path / "one.csv", ["word"], rules=ReadingRules(("",), ",", ".")).blocks
    assert block["word"].tolist() == ["some words"]


def test_names_are_put_right_and_no_row_is_left_out(tmp_path):
    (tmp_path / "new.csv").write_text(" code , size:\n001,1\n,\nTotal,3\n002,2\n")
    (block,) = read_rows(tmp_path / "new.csv", ["code", "size"], as_numbers=["size"]).blocks
    assert list(block) == ["code", "size"]
    assert len(block) == 4


def test_labels_above_their_rows_reach_into_the_next_block(tmp_path):
    table = make_table().assign(shop=[f"shop {i // 60}" if i % 60 == 0 else None for i in range(250)])
    table = table[["shop", "code", "size"]]
    table.to_csv(tmp_path / "a.csv", index=False)
    rules = rules_of(tmp_path / "a.csv")
    assert rules.filled_down == ("shop",)
    rows = read_rows(tmp_path / "a.csv", ["shop"], rules=rules, options=SMALL)
    shops = pd.concat(list(rows.blocks))["shop"]
    assert shops.tolist() == [f"shop {i // 60}" for i in range(250)]


def test_what_a_user_says_is_missing_is_missing(tmp_path):
    make_table().to_csv(tmp_path / "a.csv", index=False)
    options = ReadingOptions(missing=["code=007"])
    (block,) = read_rows(tmp_path / "a.csv", ["code"], options=options).blocks
    assert block["code"].isna().sum() == 7


def test_a_table_without_rows_has_its_columns(tmp_path):
    (tmp_path / "new.csv").write_text("code,size\n")
    rows = read_rows(tmp_path / "new.csv", ["code", "size"])
    assert rows.columns == ("code", "size")
    assert sum(map(len, rows.blocks)) == 0
