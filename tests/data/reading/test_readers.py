import bz2
import gzip
import io
import json
import lzma
import zipfile

import numpy as np
import pandas as pd
import pytest

from metaselect.data import Dataset, read_dataset, read_table
from metaselect.data.reading.readers import READERS, is_text_table
from metaselect.data.reading.table_file import read_file
from metaselect.exceptions import DatasetError

TABLE = "age,height,target\n" + "".join(f"{i},{i * 1.5},{'yes' if i % 2 else 'no'}\n" for i in range(40))
COMPRESSIONS = {"gz": gzip, "bz2": bz2, "xz": lzma}


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a file and returns its path."""

    def write_file(content, name="people.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write_file


def assert_is_table(dataset):
    assert (dataset.task, dataset.target, dataset.notes) == ("binary", "target", ())
    assert dataset.X["height"].tolist() == [i * 1.5 for i in range(40)]
    assert set(dataset.y) == {"no", "yes"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_delimiter_gives_the_same_dataset(write, delimiter):
    assert_is_table(read_dataset(write(TABLE.replace(",", delimiter))))


def test_a_decimal_comma_gives_the_same_dataset(write):
    assert_is_table(read_dataset(write(TABLE.replace(",", ";").replace(".", ","))))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1", "ascii"])
def test_any_encoding_gives_the_same_dataset(write, encoding):
    assert_is_table(read_dataset(write(TABLE.encode(encoding))))


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_any_line_ending_gives_the_same_dataset(write, newline):
    assert_is_table(read_dataset(write(TABLE.replace("\n", newline).encode())))


@pytest.mark.parametrize("suffix", COMPRESSIONS)
def test_a_compressed_file_gives_the_same_dataset(write, suffix):
    assert_is_table(read_dataset(write(COMPRESSIONS[suffix].compress(TABLE.encode()), f"people.csv.{suffix}")))


@pytest.mark.parametrize("suffix", [suffix for suffix in READERS if is_text_table(f"x{suffix}")])
def test_every_suffix_of_text_tables_is_read_in_any_case(write, suffix):
    assert_is_table(read_dataset(write(TABLE, f"PEOPLE{suffix.upper()}")))


ODD = {
    "blanks": TABLE.replace(",", " "),
    "aligned by blanks": "".join(
        "".join(f"{cell:>9}" for cell in line.split(",")) + "\n" for line in TABLE.splitlines()
    ),
    "colons": TABLE.replace(",", ":"),
    "a line sep=;": "sep=;\n" + TABLE.replace(",", ";"),
    "single quotes": "".join(f"'{line}'\n".replace(",", "','") for line in TABLE.splitlines()),
    "double quotes": "".join(f'"{line}"\n'.replace(",", '","') for line in TABLE.splitlines()),
    "blank lines": TABLE.replace("\n", "\n\n"),
    "blanks around delimiters": TABLE.replace(",", " , "),
}


@pytest.mark.parametrize("content", ODD.values(), ids=ODD)
def test_an_odd_dialect_gives_the_same_dataset(write, content):
    assert_is_table(read_dataset(write(content)))


HEADER, _, ROWS = TABLE.partition("\n")
EXTRA = {
    "header again": TABLE + TABLE[len(HEADER) + 1 :].replace("\n0,", f"\n{HEADER}\n0,") + HEADER + "\n",
    "units in brackets": f"{HEADER}\n[years],[cm],\n{ROWS}",
    "units": f"{HEADER}\nyears,cm,-\n{ROWS}",
    "total": TABLE + "Total,1170.0,\n",
}


@pytest.mark.parametrize("content", EXTRA.values(), ids=EXTRA)
def test_rows_that_are_no_data_are_left_out_and_said(write, content):
    dataset = read_dataset(write(content))
    assert dataset.X["height"].tolist()[:40] == [i * 1.5 for i in range(40)]
    assert set(dataset.y) == {"no", "yes"}
    assert dataset.n_rows % 40 == 0
    assert any("no data (units, questions, the header" in str(note) for note in dataset.notes)


def test_words_above_numbers_are_no_units_where_numbers_stand_beside_them(write):
    table = read_table(write("a,b,target\nx,1,yes\n" + "".join(f"{i},{i},no\n" for i in range(30))))
    assert len(table) == 31


@pytest.mark.parametrize(
    "written", ["{:,.2f}", "{:+,.2f}", "{:,.2f} %", "€ {:,.2f}", "{:.6e}", "{:.2f}"], ids=lambda written: written
)
@pytest.mark.parametrize("marks", [",.", ".,", "'.", " ,", "\u00a0,", "\u202f."], ids=ascii)
def test_numbers_are_read_however_they_are_written(write, written, marks):
    numbers = [1234.5 * i - 9876.25 for i in range(40)]
    swap = str.maketrans({",": marks[0], ".": marks[1]})
    cells = [written.format(x).translate(swap) for x in numbers]
    table = read_table(write("x;n;target\n" + "".join(f"{cell};{i % 7};no\n" for i, cell in enumerate(cells))))
    assert table["x"].tolist() == pytest.approx(numbers)


def test_backslashes_escape_quotes(write):
    rows = "".join(f'"the \\"{i % 3}\\", x",{i % 5},{"yes" if i % 2 else "no"}\n' for i in range(30))
    table = read_table(write("a,n,target\n" + rows))
    assert table["a"].tolist()[:2] == ['the "0", x', 'the "1", x']


def test_a_table_of_thousands_of_columns_is_read(write):
    names = [f"{'a_rather_long_name_' * 4}{i}" for i in range(1_200)]
    rows = "".join(",".join(str(i * j % 7) for j in range(1_200)) + f",{'yes' if i % 2 else 'no'}\n" for i in range(6))
    assert read_table(write(",".join(names) + ",target\n" + rows)).shape == (6, 1_201)


@pytest.mark.parametrize(
    "orient", [{"orient": "records"}, {"orient": "columns"}, {"orient": "records", "lines": True}], ids=str
)
def test_json_of_any_shape_gives_the_same_dataset(tmp_path, write, orient):
    path = tmp_path / "people.json"
    pd.read_csv(write(TABLE)).to_json(path, **orient)
    assert_is_table(read_dataset(path))


def test_json_that_is_no_table_is_refused(write):
    with pytest.raises(DatasetError, match=r"people\.json"):
        read_dataset(write('{"message": "please log in"}', "people.json"))


WRITERS = {
    ".parquet": lambda table, path: table.to_parquet(path),
    ".feather": lambda table, path: table.to_feather(path),
    ".xlsx": lambda table, path: table.to_excel(path, index=False),
    ".jsonl": lambda table, path: table.to_json(path, orient="records", lines=True),
}


@pytest.mark.parametrize("suffix", WRITERS)
def test_other_formats_give_the_same_dataset(tmp_path, write, suffix):
    path = tmp_path / f"people{suffix}"
    WRITERS[suffix](pd.read_csv(write(TABLE)), path)
    assert_is_table(read_dataset(path))


@pytest.mark.parametrize("suffix", [".parquet", ".feather", ".xlsx", ".jsonl", ".arff"])
def test_another_file_under_a_known_suffix_is_refused(write, suffix):
    with pytest.raises(DatasetError, match=rf"people{suffix}"):
        read_dataset(write(b"\x00\x01 no table at all", f"people{suffix}"))


ARFF = """% made by hand
@relation people
@attribute 'the age' numeric
@attribute city {Rome,'New York'}
@attribute target {yes,no}
@data
31,'New York',yes
?,Rome,no
% a comment
12.5,?,no
"""


def test_sparse_arff_is_the_dense_one(write):
    header = "@relation x\n@attribute a numeric\n@attribute 'b c' {no,'not yet',yes}\n@attribute target {x,y}\n@data\n"
    dense = read_table(write(header + "0,no,y\n1.5,'not yet',x\n?,yes,y\n", "dense.arff"))
    sparse = read_table(write(header + "{2 y}\n{0 1.5, 1 'not yet'}\n{0 ?,1 yes, 2 y}\n", "sparse.arff"))
    pd.testing.assert_frame_equal(dense, sparse)


def test_arff_is_read(write):
    dataset = read_dataset(write(ARFF, "people.arff"))
    assert dataset.X["the age"].tolist() == pytest.approx([31, np.nan, 12.5], nan_ok=True)
    assert dataset.X["city"].tolist()[:2] == ["New York", "Rome"]
    assert dataset.y.tolist() == ["yes", "no", "no"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("@relation x\n@attribute a numeric\n", "people.arff, line 2: the file ends before @data"),
        ("@attribute a\n@data\n1\n", "people.arff, line 1: expected @attribute NAME TYPE"),
        (
            "@attribute a numeric\n@attribute b numeric\n@data\n{2 1}\n",
            "arff, line 4: expected pairs of a place below 2",
        ),
    ],
)
def test_bad_arff_is_refused_with_its_line(write, content, message):
    with pytest.raises(DatasetError, match=message):
        read_dataset(write(content, "people.arff"))


def test_an_archive_of_one_table_is_read(tmp_path):
    path = tmp_path / "people.csv.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("people.csv", TABLE)
    assert_is_table(read_dataset(path))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("more.csv", TABLE)
    with pytest.raises(DatasetError, match="holds 2 files"):
        read_dataset(path)


def test_lines_before_the_header_and_comments_are_skipped(write):
    assert_is_table(read_dataset(write("\nPeople of May\n\n" + TABLE)))
    assert_is_table(read_dataset(write("# measured in May\n# by hand\n" + TABLE)))


def test_a_delimiter_at_the_end_of_lines_makes_no_column(write):
    assert_is_table(read_dataset(write(TABLE.replace("\n", ",\n"))))
    header, _, rows = TABLE.partition("\n")
    assert_is_table(read_dataset(write(header + "\n" + rows.replace("\n", ",\n"))))


def test_a_file_without_names_is_read_and_said(write):
    dataset = read_dataset(write(TABLE.partition("\n")[2]), "3")
    assert (dataset.target, list(dataset.X)) == ("column_3", ["column_1", "column_2"])
    assert dataset.n_rows == 40
    assert "the file has no line of names: its columns are called column_1 to column_3" in map(str, dataset.notes)


def test_years_may_be_names(write):
    header = "country,2019,2020,2021,target\n"
    rows = "".join(f"c{i % 7},{i},{i + 1},{i * 2},{'no' if i % 2 else 'yes'}\n" for i in range(30))
    assert list(read_dataset(write(header + rows)).X)[1:] == ["2019", "2020", "2021"]


def test_leading_zeros_make_codes(write):
    table = "zip,n,target\n" + "".join(f"0{i % 9}123,{i},{'no' if i % 2 else 'yes'}\n" for i in range(20))
    assert read_dataset(write(table)).X["zip"].iloc[0] == "00123"


def test_identifiers_and_constants_are_left_out_and_said(write):
    rows = "".join(f"{i + 100},k{i},same,{i % 5},{'no' if i % 2 else 'yes'}\n" for i in range(40))
    dataset = read_dataset(write("customer_id,code,one,n,target\n" + rows))
    assert list(dataset.X) == ["n"]
    assert {"left out as identifiers: customer_id, code", "left out as constant columns: one"} <= set(
        map(str, dataset.notes)
    )


def test_roles_can_be_chosen(write):
    roles = {"age": "categorical", "height": "drop"}
    dataset = read_dataset(write(TABLE), roles=roles)
    assert dataset.X["age"].tolist()[:2] == ["0", "1"]
    assert list(dataset.X) == ["age"]
    with pytest.raises(DatasetError, match=r"no column 'heigth'; did you mean 'height'\?"):
        read_dataset(write(TABLE), roles={"heigth": "drop"})


def test_counts_that_get_rarer_are_no_classes(write):
    counts = [0] * 60 + [1] * 30 + [2] * 12 + [3] * 3 + [5] * 2 + [9]
    rows = "".join(f"{i % 11},{count}\n" for i, count in enumerate(counts))
    assert read_dataset(write("x,target\n" + rows)).task == "regression"


def test_latin1_letters_are_kept(write):
    dataset = read_dataset(write(TABLE.replace("yes", "sì").encode("latin-1")))
    assert set(dataset.y) == {"no", "sì"}


def test_latin1_letters_far_below_are_kept(write):
    rows = "".join(f"{i},2,no\n" for i in range(30_000))  # beyond the sample by which the format is found
    table = read_table(write((TABLE + rows).encode() + "1,2,sì\n".encode("latin-1")))
    assert table["target"].iloc[-1] == "sì"


def test_quoted_newlines_and_delimiters_are_kept(write):
    table = read_table(write('a,b\n"x\ny",1\n"p, ""q""",2\n'))
    assert table["a"].tolist() == ["x\ny", 'p, "q"']


def test_spellings_of_missing_values_are_missing_but_none_is_a_category(write):
    spellings = ["", "?", "-", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "NULL", "null", "<NA>"]
    table = read_table(write("a,b\n" + "".join(f"{spelling},1\n" for spelling in spellings) + "None,1\n"))
    assert table["a"].isna().tolist() == [True] * len(spellings) + [False]


def test_missing_numbers_leave_a_column_numeric(write):
    dataset = read_dataset(write("a,target\n" + "1,x\n?,y\nNA,x\n 2,y\n"))
    assert dataset.X["a"].tolist() == pytest.approx([1, np.nan, np.nan, 2], nan_ok=True)


def test_name_and_origin_are_the_file_name_unless_given(write):
    path = write(TABLE, "people.v2.csv")
    assert (read_dataset(path).name, read_dataset(path).origin) == ("people", "people")
    given = read_dataset(path, name="p", origin="census")
    assert (given.name, given.origin) == ("p", "census")


def test_a_text_path_is_read_too(write):
    assert_is_table(read_dataset(str(write(TABLE))))


@pytest.mark.parametrize("name", ["target", "Label", "CLASS", " y "])
def test_an_unmistakable_target_need_not_be_named(write, name):
    assert read_dataset(write(f"a,b,{name}\n1,2,x\n2,3,y\n3,4,x\n")).target.strip() == name.strip()


def test_two_possible_targets_are_a_question(write):
    with pytest.raises(DatasetError, match=r"which column .* Several columns could be it: class, target"):
        read_dataset(write("a,class,target\n1,x,2\n2,y,3\n"))


def test_no_possible_target_lists_the_columns(write):
    with pytest.raises(DatasetError, match=r"is the target\? Its columns: age, fare; give its name"):
        read_dataset(write("age,fare\n1,2\n2,3\n"))


def test_the_target_is_found_in_any_case(write):
    assert read_dataset(write("a,Outcome\n1,x\n2,y\n"), "outCOME ").target == "Outcome"


def test_the_exact_name_comes_before_other_cases(write):
    assert read_dataset(write("a,b,A\n1,2,x\n2,3,y\n3,3,y\n"), "A").y.tolist() == ["x", "y", "y"]


def test_a_misspelt_target_suggests_the_near_one(write):
    with pytest.raises(DatasetError, match=r"'outcom' is not in people.csv; did you mean 'outcome'.*a, outcome"):
        read_dataset(write("a,outcome\n1,x\n2,y\n"), "outcom")


def test_an_absent_target_lists_the_columns(write):
    with pytest.raises(DatasetError, match=r"'zzz' is not in people.csv. Its columns: a, outcome"):
        read_dataset(write("a,outcome\n1,x\n2,y\n"), "zzz")


def test_a_number_can_name_the_target(write):
    assert read_dataset(write("1,2\n1,x\n2,y\n"), 2).target == "2"


def test_a_repeated_column_name_is_noted(write):
    dataset = read_dataset(write("a,a,target\n1,2,x\n2,3,y\n"))
    assert list(dataset.X.columns) == ["a", "a.1"]
    assert "a second column named 'a' is read as 'a.1'" in map(str, dataset.notes)


def test_a_repeated_target_name_means_the_first(write):
    dataset = read_dataset(write("y,a,y\nx,1,p\nz,2,q\nz,2,q\n"), "y")
    assert dataset.y.tolist() == ["x", "z", "z"]
    assert "a second column named 'y' is read as 'y.1'" in map(str, dataset.notes)


# Whatever is wrong with a file: a DatasetError of one line that names it, and says what was expected or found.
BAD = {
    "empty": ("", "is empty; expected a header line"),
    "white space": (" \n\t\n", "is empty"),
    "header only": ("a,b,target\n", "0 rows with a known target.*at least 2"),
    "one row": ("a,b,target\n1,2,x\n", "1 row with a known target.*at least 2"),
    "one column": ("target\n1\n2\n", r"1 column\(s\), target; expected at least two"),
    "separated by nothing": (TABLE.replace(",", "_"), "separated by comma, semicolon, tab or"),
    "long row": ("a,b,target\n1,2,x\n1,2,3,4,y\n", "not a regular table.*line 3.*as many cells as the header"),
    "long rows": ("a,b,target\n1,2,3,x\n1,2,3,y\n", "more cells than its header"),
    "open quote": ('a,b,target\n1,2,x\n"1,2,y\n', "not a regular table.*EOF inside string"),
    "zero bytes": (b"a,b\0,target\n1,2,x\n", "zero bytes"),
    "PNG image": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 9, "zero bytes"),
    "zip archive": (b"PK\x03\x04\x14\0\0\0" + bytes(range(256)) * 9, "is an Excel workbook or a zip archive; name it"),
    "gzip": (gzip.compress(TABLE.encode()), "compressed with gzip; add .gz to its name"),
    "Parquet": (b"PAR1" + bytes(99), "is a Parquet file; name it .parquet"),
    "web page": ("<!DOCTYPE html>\n<html><body>Log in, please</body></html>\n", "is a web page.*download it again"),
    "JSON": ('[{"a": 1, "target": "x"}, {"a": 2, "target": "y"}]', "holds JSON; name it .json"),
    "huge name": ("a" * 300_000 + ",b,target\n1,2,x\n2,3,y\n", "a cell too long for a name"),
    "odd UTF-16": (TABLE.encode("utf-16") + b"\n", "cannot be read"),
    "no usable column": ("a,target\n,x\n,y\n", "no column with a value"),
    "constant target": ("a,target\n1,x\n2,x\n", r"only one class or value \('x'\) in all 2 rows"),
    "missing target": ("a,target\n1,\n2,\n", "0 rows with a known target"),
}


@pytest.mark.parametrize(("content", "message"), BAD.values(), ids=BAD)
def test_a_bad_file_is_a_dataset_error_of_one_line(write, content, message):
    with pytest.raises(DatasetError, match=message) as caught:
        read_dataset(write(content))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("suffix", COMPRESSIONS)
@pytest.mark.parametrize("n_copies", [1, 20_000])  # damage within the sample, and far below it
def test_a_truncated_archive_is_a_dataset_error(write, suffix, n_copies):
    whole = COMPRESSIONS[suffix].compress(b"a,b,target\n" + b"1,2,x\n2,3,y\n" * n_copies)
    with pytest.raises(DatasetError, match="cannot be read"):
        read_dataset(write(whole[:-15], f"people.csv.{suffix}"))


@pytest.mark.parametrize("suffix", COMPRESSIONS)
def test_an_archive_that_is_none_is_a_dataset_error(write, suffix):
    with pytest.raises(DatasetError, match="cannot be read"):
        read_dataset(write(TABLE, f"people.csv.{suffix}"))


@pytest.mark.parametrize("seed", range(5))
def test_noise_is_a_dataset_error(write, seed):
    noise = np.random.default_rng(seed).integers(1, 256, 3000).astype(np.uint8).tobytes()  # no zero byte to tell
    with pytest.raises(DatasetError):
        read_dataset(write(noise))


def test_a_huge_cell_is_read(write):
    dataset = read_dataset(write("a,b,target\n1,2,x\n" + "z" * 300_000 + ",1,y\n2,2,y\n"))
    assert dataset.n_rows == 3


@pytest.mark.parametrize("name", ["nowhere.csv", "x" * 300 + ".csv", "zero\0byte.csv"], ids=["absent", "long", "zero"])
def test_a_missing_file_is_said(tmp_path, name):
    with pytest.raises(DatasetError, match="there is no file"):
        read_dataset(tmp_path / name)


def test_a_folder_is_said_whatever_its_name(tmp_path):
    (tmp_path / "x.csv").mkdir()
    with pytest.raises(DatasetError, match="is a folder; expected a file"):
        read_dataset(tmp_path / "x.csv")


@pytest.mark.parametrize("name", ["model.pkl", "table", "table.gz", "table.xls"])
def test_an_unknown_suffix_lists_the_known(write, name):
    with pytest.raises(DatasetError, match=r"cannot be read; readable: \.csv, \.tsv"):
        read_dataset(write(TABLE, name))


def test_the_table_alone_keeps_its_target(write):
    table = read_table(write(TABLE))
    assert isinstance(table, pd.DataFrame)
    assert list(table.columns) == ["age", "height", "target"]


def test_a_first_line_of_values_is_pointed_out(write):
    rows = "".join(f"{i}.5,{i % 7},{i % 2}\n" for i in range(40))
    assert any("add a line of names" in str(note) for note in read_dataset(write("63.0,1.0,y\n" + rows)).notes)
    assert not any("add a line of names" in str(note) for note in read_dataset(write("age,2020,y\n" + rows)).notes)


def test_a_semicolon_file_with_a_title_is_read(write):
    assert_is_table(read_dataset(write("People of May\n\n" + TABLE.replace(",", ";"))))
    table = read_table(write("Title\n\na;b;target\n1;2;x\n3;4;y\n"))
    assert table.to_dict("list") == {"a": [1, 3], "b": [2, 4], "target": ["x", "y"]}


@pytest.mark.parametrize(
    "top", ["People of May;;\n", "People of May;;\n;;\n\n", "\nPeople of May;;\n \nby hand;;\n;;\n"]
)
def test_titles_that_are_padded_to_the_width_of_the_table_are_skipped(write, top):
    assert_is_table(read_dataset(write(top + TABLE.replace(",", ";"))))


def test_a_header_of_one_name_is_no_title(write):
    rows = "".join(f"{i},{i % 7},{i % 2}\n" for i in range(40))
    assert read_table(write("size,,\n" + rows)).columns[0] == "size"


def test_a_title_above_two_header_lines_is_skipped(write):
    rows = "".join(f"{i}.5;{i % 7};{i * 3 % 11};{i % 5};{'no' if i % 2 else 'yes'}\n" for i in range(40))
    table = read_table(write("People of May;;;;\nBody;;;;\nweight;height;age;steps;target\n" + rows))
    assert list(table.columns) == ["weight", "height", "age", "steps", "target"]
    table = read_table(write("People of May;;;;\nBody;;Life;;\nweight;height;age;steps;target\n" + rows))
    assert list(table.columns) == ["Body: weight", "Body: height", "Life: age", "Life: steps", "Life: target"]


def test_a_title_in_a_workbook_is_skipped(tmp_path):
    pytest.importorskip("openpyxl", reason="reading workbooks needs the extra files")
    table = pd.read_csv(io.StringIO(TABLE))
    with pd.ExcelWriter(tmp_path / "people.xlsx") as writer:
        pd.DataFrame(["People of May", None, "by hand"]).to_excel(writer, index=False, header=False)
        table.to_excel(writer, index=False, startrow=4)
    assert_is_table(read_dataset(tmp_path / "people.xlsx"))


def test_groups_of_three_digits_are_told_from_decimals(write):
    rows = "1.234;1,5;yes\n2.500;2,25;no\n"
    table = read_table(write("a;b;target\n" + rows))
    assert table.iloc[:, :2].to_numpy().tolist() == [[1234, 1.5], [2500, 2.25]]


def test_names_of_rows_without_a_name_are_left_out(write):
    rows = "".join(f"car {i};{i * 3 % 7};{'no' if i % 2 else 'yes'}\n" for i in range(40))
    dataset = read_dataset(write("speed;target\n" + rows))
    assert (list(dataset.X), dataset.n_rows) == (["speed"], 40)
    assert "left out as identifiers: Unnamed: 0" in map(str, dataset.notes)


def test_one_broken_byte_leaves_the_other_letters_alone(write):
    content = TABLE.replace("yes", "sì").encode() + b"caf\xe9,1,no\n"
    assert set(read_dataset(write(content)).y) == {"no", "sì"}


def test_ids_longer_than_numbers_keep_their_digits(write):
    rows = "".join(f"1234567890123456{i % 3},{i},{'no' if i % 2 else 'yes'}\n" for i in range(30))
    assert set(read_dataset(write("card,n,target\n" + rows)).X["card"]) == {f"1234567890123456{i}" for i in range(3)}


def test_names_are_read_as_text_where_there_is_nothing_else(tmp_path):
    path = tmp_path / "names.csv"
    path.write_text("surname,label\n" + "".join(f"{'aeiou'[i % 5] * (i + 1)}ski,{'AB'[i % 2]}\n" for i in range(60)))
    assert read_dataset(path).text_columns == ("surname",)


def test_a_group_is_left_out_and_named_for_validation(tmp_path):
    path = tmp_path / "visits.csv"
    path.write_text(
        "patient_id,age,team,label\n" + "".join(f"p{i // 5},{i},t{i % 4},{'AB'[i % 2]}\n" for i in range(60))
    )
    dataset = read_dataset(path)
    assert list(dataset.X) == ["age", "team"]
    assert any(
        "left out as group identifiers: patient_id. " in str(note) and "GroupKFold" in str(note)
        for note in dataset.notes
    )
    assert "patient_id" in read_dataset(path, roles={"patient_id": "categorical"}).X
    assert list(read_dataset(path, roles={"team": "group"}).X) == ["age"]


def test_chosen_kinds_are_kept(tmp_path):
    path = tmp_path / "codes.csv"
    path.write_text("code,when,label\n" + "".join(f"{i % 7},{20260101 + i % 28},{'AB'[i % 2]}\n" for i in range(60)))
    dataset = read_dataset(path, roles={"code": "text", "when": "date"})
    assert dataset.text_columns == ("code",)
    assert "when: weekday" in dataset.X


def test_dropping_every_column_is_refused(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("age,size,target\n" + "".join(f"{20 + i % 7},{i * 1.5},{i % 2}\n" for i in range(40)))
    with pytest.raises(DatasetError, match="keep at least one"):
        read_dataset(path, "target", roles={"age": "drop", "size": "drop"})


def test_a_dropped_column_stays_dropped_where_the_others_look_useless(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("id,size,target\n" + "".join(f"{500 + i},{i * 1.5},{i % 2}\n" for i in range(40)))
    dataset = read_dataset(path, "target", roles={"size": "drop"})
    assert list(dataset.X.columns) == ["id"]
    assert any("left out as asked for: size" in str(note) for note in dataset.notes)


def test_a_file_without_an_ending_is_said(tmp_path):
    (tmp_path / "people").write_text("age,target\n1,2\n")
    with pytest.raises(DatasetError, match="files without an ending"):
        read_dataset(tmp_path / "people")


def test_dates_with_points_and_one_digit_are_no_numbers(tmp_path):
    path = tmp_path / "days.csv"
    days = pd.Series([f"{i % 28 + 1}.03.2024" for i in range(60)])
    pd.DataFrame({"day": days, "target": [i % 2 for i in range(60)]}).to_csv(path, index=False)
    assert read_dataset(path, "target").kinds["day"] == "date"


def test_cells_of_several_values_are_no_labels_and_no_targets(tmp_path):
    pytest.importorskip("pyarrow", reason="Parquet needs the extra files")
    n, failures = 48, []
    vectors = [np.arange(4.0) + i for i in range(n)]
    cells = {
        "embeddings": vectors,
        "some missing": [None if i % 4 else vector for i, vector in enumerate(vectors)],
        "the same": [np.arange(3.0)] * n,
        "ragged": [np.arange(i % 5) for i in range(n)],
        "words": [["a", "b"] if i % 4 == 0 else None for i in range(n)],
        "structs": [{"a": i} for i in range(n)],
        "bytes": [b"x%d" % (i % 3) for i in range(n)],
    }
    table = pd.DataFrame({"a": np.arange(n) * 1.5, "b": np.arange(n) % 7, "y": ["yn"[i % 2] for i in range(n)]})
    for name, values in cells.items():
        table.assign(v=values)[["v", *table]].to_parquet(tmp_path / "table.parquet")
        dataset = read_dataset(tmp_path / "table.parquet", "y")
        if not {"a", "b"} <= set(dataset.X) or any(note.kind == "filled down" for note in dataset.notes):
            failures.append((name, dataset.notes))
        try:
            read_dataset(tmp_path / "table.parquet", "v")
            failures.append((name, "as a target"))
        except DatasetError as error:
            if "the target 'v' holds" not in str(error):
                failures.append((name, str(error)))
    assert not failures


def test_digits_kept_as_text_in_a_workbook_or_in_json_are_codes(tmp_path):
    codes = [f"{1717 * i % 9999:05d}" for i in range(30)]
    frame = pd.DataFrame({"zip": codes, "x": [i * 0.37 for i in range(30)], "y": ["no", "yes"] * 15})
    frame.to_excel(tmp_path / "t.xlsx", index=False)
    frame.to_json(tmp_path / "t.json", orient="records")
    frame.to_json(tmp_path / "t.jsonl", orient="records", lines=True)
    for name in ("t.xlsx", "t.json", "t.jsonl"):
        assert read_table(tmp_path / name)["zip"].tolist() == codes, name
        assert read_dataset(tmp_path / name, "y").X["x"].tolist() == pytest.approx(frame["x"].tolist()), name


def test_arrays_in_the_cells_of_parquet_do_not_stop_its_reading(tmp_path):
    frame = pd.DataFrame({"embedding": [np.arange(4.0) + i for i in range(30)], "x": range(30), "y": ["a", "b"] * 15})
    frame.to_parquet(tmp_path / "t.parquet")
    dataset = read_dataset(tmp_path / "t.parquet", "y")
    assert (dataset.n_rows, list(dataset.X)) == (30, ["x"])


def test_minus_is_a_value_beside_plus_and_missing_elsewhere(tmp_path):
    frame = pd.DataFrame({"n": ["-", "3", "4.5"] * 20, "grade": ["--", "-", "+", "++"] * 15, "y": ["+", "-"] * 30})
    frame.to_csv(tmp_path / "t.csv", index=False)
    frame.to_excel(tmp_path / "t.xlsx", index=False)
    frame.to_parquet(tmp_path / "t.parquet")
    datasets = [read_dataset(tmp_path / f"t.{ending}", "y") for ending in ("csv", "xlsx", "parquet")]
    for dataset in (*datasets, Dataset.from_arrays(frame[["n", "grade"]], frame["y"])):
        assert (dataset.task, dataset.n_rows, set(dataset.y)) == ("binary", 60, {"+", "-"})
        assert dataset.X["grade"].tolist()[:4] == ["--", "-", "+", "++"]
        assert dataset.X["n"].isna().sum() == 20
        assert dataset.X["n"].tolist()[1:3] == [3, 4.5]


def test_an_archive_is_read_as_the_only_file_in_it(write, tmp_path):
    for members in (["people.csv"], ["folder/people.csv"]):
        with zipfile.ZipFile(tmp_path / "archive.zip", "w") as archive:
            for member in members:
                archive.writestr(member, TABLE)
        assert_is_table(read_dataset(tmp_path / "archive.zip"))
    for members in (["a.csv", "b.csv"], [], ["a.png"]):
        with zipfile.ZipFile(tmp_path / "archive.zip", "w") as archive:
            for member in members:
                archive.writestr(member, TABLE)
        with pytest.raises(DatasetError, match=r"archive\.zip"):
            read_dataset(tmp_path / "archive.zip")
    with pytest.raises(DatasetError, match=r"broken\.zip"):
        read_dataset(write(b"PK broken", "broken.zip"))


def test_hidden_sheets_are_read_where_they_are_named_alone(tmp_path):
    frame = pd.DataFrame({"x": range(30), "y": ["a", "b"] * 15})
    with pd.ExcelWriter(tmp_path / "t.xlsx") as book:
        frame.add_prefix("old ").to_excel(book, sheet_name="lookup", index=False)
        frame.to_excel(book, sheet_name="data", index=False)
        book.sheets["lookup"].sheet_state = "hidden"
    assert list(read_table(tmp_path / "t.xlsx")) == ["x", "y"]
    assert list(read_dataset(tmp_path / "t.xlsx", "old y", sheet="lookup").X) == ["old x"]


def test_quotes_around_whole_lines_are_left_out(write):
    wrong = []
    for separator, cell in ((",", "town"), (";", "town"), ("\t", "town"), (",", '""Rome, Italy""'), ("|", "Köln 4,5")):
        rows = [["age", "city", "y"], *([str(20 + i), f"{cell}", "yn"[i % 2]] for i in range(40))]
        path = write("".join(f'"{separator.join(row)}"\r\n' for row in rows).encode("cp1252"))
        file = read_file(path)
        expected = [20, cell.replace('"', ""), "y"]
        if [*file.table] != rows[0] or file.table.iloc[0].tolist() != expected or len(file.table) != 40:
            wrong.append((separator, cell, file.table.head(2)))
        assert "each line of the file is in quotes as a whole, and is read without them" in map(str, file.notes)
    assert wrong == []


def test_quotes_around_whole_lines_stand_below_a_title_too(write):
    rows = ['"age,y"\n', *(f'"{20 + i},{"yn"[i % 2]}"\n' for i in range(40))]
    assert list(read_table(write("Survey of May\n" + "".join(rows)))) == ["age", "y"]


def test_a_column_of_texts_in_quotes_is_no_table(write):
    texts = ["hello, you", "no", "a, b, c", "well, well", "so", "but why, then, so"] * 5
    with pytest.raises(DatasetError, match=r"has 1 column|not a regular table"):
        read_dataset(write("".join(f'"{text}"\n' for text in ["review", *texts])), "review")
    with pytest.raises(DatasetError, match="has 1 column"):
        read_dataset(write("age\n1\n2\n"), "age")


def _json_of_a_table():
    """The same table as many programs write it."""
    rows = range(40)
    table = pd.DataFrame({"age": [20 + i for i in rows], "zip": [f"0{i:04d}" for i in rows]})
    table["y"] = ["a", None, "b", "a"] * 10
    records = json.loads(table.to_json(orient="records"))
    values = json.loads(table.to_json(orient="values"))
    ways = {orient: json.loads(table.to_json(orient=orient)) for orient in ("split", "index", "table", "columns")}
    return table, {
        **ways,
        "records": records,
        "data": {"data": records},
        "pages": {"count": 40, "next": None, "results": records},
        "within": {"response": {"status": "ok", "items": records}},
        "lists": {name: [row[name] for row in records] for name in table},
        "names first": [list(table), *values],
        "fields": {"schema": {"fields": [{"name": name} for name in table]}, "rows": values},
        "named rows": {f"row {i}": row for i, row in enumerate(records)},
    }


def test_json_is_read_however_its_rows_are_written(write):
    table, ways = _json_of_a_table()
    wrong = []
    for i, (name, content) in enumerate(ways.items()):
        found = read_table(write(json.dumps(content, indent=2 * (i % 2) or None), "t.json"))
        if list(found) != list(table) or not found.reset_index(drop=True).astype(str).equals(table.astype(str)):
            wrong.append((name, found.head(2)))
    assert wrong == []


def test_json_without_a_table_or_with_several_says_what_to_save(write):
    rows = [{"a": 1, "y": 2}] * 9
    for content, message in (
        ({"a": rows, "b": rows}, "holds several tables: a, b; save one of them alone"),
        ({"a": 1, "b": "x"}, "no table that is known; save the table as a list of objects"),
        ([1, 2, 3], "no table that is known"),
        ("text", "no table that is known"),
        ({}, "no table that is known"),
    ):
        with pytest.raises(DatasetError, match=message):
            read_dataset(write(json.dumps(content), "t.json"), "y")
