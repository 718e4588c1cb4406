"""What stands around the table of a file: titles, groups of columns, questions, units, comments, footers."""

import itertools

import pandas as pd
import pytest

from metaselect.cli import main
from metaselect.data import ReadingOptions, read_dataset, read_file, read_table
from metaselect.exceptions import DatasetError, MetaSelectError

N_ROWS = 60
REGIONS, ANSWERS = ("north", "south", "east"), ("Yes", "No")
ROWS = [[str(70_000 + i), str(i * 7 % 40), REGIONS[i % 3], ANSWERS[i * i % 7 % 2]] for i in range(N_ROWS)]
NAMES = ["respondent", "hours", "region", "Would you buy it?"]


@pytest.fixture
def write(tmp_path):
    """Return a function that writes lines of cells, or text, to a file and returns its path."""

    def write_file(content, name="table.csv", delimiter=","):
        path = tmp_path / name
        if not isinstance(content, str | bytes):
            content = "".join(
                delimiter.join(f'"{cell}"' if "," in cell else cell for cell in row) + "\n" for row in content
            )
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write_file


def save_as_workbook(rows, path):
    openpyxl = pytest.importorskip("openpyxl", reason="workbooks need the extra files")
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([None if cell == "" else float(cell) if cell.isdecimal() else cell for cell in row])
    book.save(path)
    return path


ABOVE_AND_BELOW_NAMES = {
    "kinds of answers": ([], [["", "Response", "Response", "Response"]]),
    "kinds of answers in German": ([], [["", "Antwort", "Antwort", "Antwort"]]),
    "open ends": ([], [["", "Open-Ended Response", "Response", "Response"]]),
    "questions": ([], [["Respondent", "How many hours a week?", "Where do you live?", "Would you buy it?"]]),
    "questions and identifiers": (
        [],
        [
            ["Respondent", "How many hours a week?", "Where do you live?", "Would you buy it?"],
            [f'{{""ImportId"": ""QID{i}"", ""choiceId"": 1}}' for i in range(4)],
        ],
    ),
    "units": ([], [["", "h/week", "", ""]]),
    "units in brackets": ([], [["[-]", "[h]", "[-]", "[-]"]]),
    "a title of one cell": ([["Sales of May", "", "", ""]], []),
    "a title of two cells": ([["Data refreshed on:", "", "2024-12-27", ""]], []),
    "a title of many cells": ([["Report", "Sales", "by me", "2024-12-27"]], []),
    "a title of many cells that ends in a colon": ([["Made by:", "me", "for:", "you"]], []),
    "two titles": ([["Report:", "Sales", "", ""], ["Date:", "2024-12-27", "", ""]], []),
    "a title and an empty line": ([["Report 2024", "", "", ""], ["", "", "", ""]], []),
    "a title and units": ([["Exported 2024-05-01 by:", "", "me", ""]], [["", "h", "", ""]]),
}


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    """The dataset of a file that holds nothing but the table."""
    path = tmp_path_factory.mktemp("clean") / "table.csv"
    path.write_text("".join(",".join(row) + "\n" for row in [NAMES, *ROWS]))
    return read_dataset(path, NAMES[-1])


@pytest.mark.parametrize("kind", ABOVE_AND_BELOW_NAMES)
def test_the_table_is_the_same_whatever_stands_above_it(write, tmp_path, clean, kind):
    above, below = ABOVE_AND_BELOW_NAMES[kind]
    rows = [*above, NAMES, *below, *ROWS]
    sheet = [[cell.replace('""', '"') for cell in row] for row in rows]
    as_other = [lambda: write(rows, "table.tsv", "\t"), lambda: save_as_workbook(sheet, tmp_path / "table.xlsx")]
    for path in (write(rows), as_other[list(ABOVE_AND_BELOW_NAMES).index(kind) % 2]()):
        dataset = read_dataset(path, NAMES[-1])
        assert (dataset.task, dataset.n_rows) == ("binary", N_ROWS), path
        assert list(dataset.X) == list(clean.X), path
        assert dataset.X["hours"].tolist() == clean.X["hours"].tolist(), path


GROUPS = {
    "first cells empty": (
        [["", "", "Women", "", "Men", ""], ["City", "Total", "young", "old", "young", "old"]],
        ["City", "Total", "Women: young", "Women: old", "Men: young", "Men: old"],
    ),
    "years": (
        [["", "2019", "", "", "2020", ""], ["City", "a", "b", "c", "a", "b"]],
        ["City", "2019: a", "2019: b", "2019: c", "2020: a", "2020: b"],
    ),
    "names above, groups behind": (
        [["City", "Total", "Women", "", "Men", ""], ["", "", "young", "old", "young", "old"]],
        ["City", "Total", "Women: young", "Women: old", "Men: young", "Men: old"],
    ),
    "three lines": (
        [
            ["", "", "All", "", "", ""],
            ["", "", "Women", "", "Men", ""],
            ["City", "Total", "young", "old", "young", "old"],
        ],
        ["City", "Total", "All: Women: young", "All: Women: old", "All: Men: young", "All: Men: old"],
    ),
    "questions with answers to tick": (
        [["City", "Which have you seen?", "", "", "", ""], ["", "Film A", "Film B", "Film C", "Film D", "Other"]],
        ["City", *(f"Which have you seen?: {film}" for film in ("Film A", "Film B", "Film C", "Film D", "Other"))],
    ),
}


@pytest.mark.parametrize("kind", GROUPS)
def test_names_hold_the_groups_above_them(write, tmp_path, kind):
    header, names = GROUPS[kind]
    rows = [[f"Town {i}", *(str(i * j % 50) for j in range(3, 8))] for i in range(N_ROWS)]
    for path in (write([*header, *rows]), save_as_workbook([*header, *rows], tmp_path / "table.xlsx")):
        file = read_file(path)
        assert list(file.table) == names
        assert len(file.table) == N_ROWS
        assert all(pd.api.types.is_numeric_dtype(file.table[name]) for name in names[1:])
        assert any("lines" in str(note) for note in file.notes)


def test_a_quoted_name_over_several_lines_is_one_name(write):
    text = '"id","What do you\nthink of it?","y"\n"","Response","Response"\n' + "".join(
        f"{i},{'good' if i % 3 else 'bad'},{i % 2}\n" for i in range(40)
    )
    table = read_table(write(text))
    assert list(table) == ["id", "What do you think of it?", "y"]
    assert len(table) == 40


@pytest.mark.parametrize("letter", ["\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"], ids=ascii)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=ascii)
def test_only_line_feeds_and_carriage_returns_end_a_line(write, letter, newline):
    lines = [f"a{letter}b,c,target", *(f"x{letter}y,{i},{'no' if i % 3 else 'yes'}" for i in range(60))]
    table = read_table(write(newline.join(lines) + newline))
    assert table.shape == (60, 3)
    assert table.iloc[7, 0] == f"x{letter}y"
    assert list(table)[1:] == ["c", "target"]


@pytest.mark.parametrize("first", ["%fat", "#sold", "#", "%", "# sold"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=ascii)
def test_a_header_may_begin_with_the_sign_of_a_comment(write, first, delimiter):
    rows = [[first, "#n", "city", "y"], *([str(i), str(i % 7), f"c{i % 3}", str(i % 2)] for i in range(60))]
    table = read_table(write(rows, delimiter=delimiter))
    assert list(table) == [first, "#n", "city", "y"]
    assert len(table) == 60


@pytest.mark.parametrize("sign", "#%")
@pytest.mark.parametrize("comments", [["measured in May"], [" by hand", " in May, by me"], ["a, b", "c, d"]], ids=str)
def test_comments_above_the_header_are_no_rows(write, sign, comments):
    text = "".join(f"{sign}{comment}\n" for comment in comments)
    table = read_table(write(text + "a,b\n" + "".join(f"{i},x#{i}\n" for i in range(60))))
    assert list(table) == ["a", "b"]
    assert table["b"].iloc[3] == "x#3"


def test_lines_to_skip_are_skipped(write):
    rows = [["some, words, of", "two"], ["more"], ["1", "2", "3"], NAMES, *ROWS]
    path = write("\n".join(",".join(row) for row in rows) + "\n")
    dataset = read_dataset(path, NAMES[-1], skip_lines=3)
    assert dataset.n_rows == N_ROWS
    assert main(["describe", str(path), "--target", NAMES[-1], "--skip-lines", "3"]) == 0
    with pytest.raises(DatasetError, match=r"nothing would be left.*skip_lines="):
        read_dataset(path, skip_lines=9999)


def test_a_separator_and_a_decimal_mark_can_be_said(write):
    path = write("a!b!y\n" + "".join(f"{i},5!{i % 4}!{i % 2}\n" for i in range(40)))
    table = read_dataset(path, "y", separator="!", decimal=",").X
    assert table["a"].tolist() == [i + 0.5 for i in range(40)]
    path = write("a b\tc\ty\n" + "".join(f"1 {i}\t{i}\t{i % 2}\n" for i in range(30)))
    assert list(read_file(path, options=ReadingOptions.of(separator="tab")).table) == ["a b", "c", "y"]


WRONG = [
    ({"separator": "ab"}, "not one sign"),
    ({"separator": "\n"}, "not one sign"),
    ({"separator": "a"}, "not one sign"),
    ({"decimal": "x"}, "point or a comma"),
    ({"separator": ",", "decimal": ","}, "both"),
    ({"encoding": "klingon"}, "no encoding"),
    ({"encoding": "base64"}, "no encoding"),
    ({"encoding": "a\0b"}, "no encoding"),
    ({"skip_lines": -1}, "whole number"),
    ({"skip_lines": 1.5}, "whole number"),
    ({"sheet": "May"}, "no workbook"),
]


@pytest.mark.parametrize(("options", "message"), WRONG, ids=str)
def test_a_wrong_option_of_reading_is_one_sentence(write, options, message):
    with pytest.raises(MetaSelectError, match=message):
        read_dataset(write([NAMES, *ROWS]), NAMES[-1], **options)


@pytest.mark.parametrize("suffix", [".parquet", ".jsonl"])
def test_options_of_text_are_refused_for_other_files(tmp_path, suffix):
    path = tmp_path / f"table{suffix}"
    table = pd.DataFrame(ROWS, columns=NAMES)
    table.to_parquet(path) if suffix == ".parquet" else table.to_json(path, lines=True, orient="records")
    for options in ({"separator": ";"}, {"encoding": "cp1250"}, {"skip_lines": 1}, {"sheet": "1"}):
        with pytest.raises(DatasetError, match=r"no text table|no lines can be skipped|no workbook"):
            read_dataset(path, NAMES[-1], **options)


@pytest.fixture
def workbook(tmp_path):
    """Return a function that writes sheets, lists of rows by their names, to a workbook and returns its path."""
    openpyxl = pytest.importorskip("openpyxl", reason="workbooks need the extra files")

    def write_workbook(**sheets):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        book.save(tmp_path / "book.xlsx")
        return tmp_path / "book.xlsx"

    return write_workbook


NUMBERS = [["a", "b", "y"], *([i * 1.5, f"k{i % 3}", i % 2] for i in range(60))]


@pytest.mark.parametrize("cover", [[["This holds data of the year"]], [], [["Author", "me"], ["Year", 2024]]], ids=len)
def test_the_sheet_that_holds_a_table_is_read(workbook, cover):
    dataset = read_dataset(workbook(README=cover, Data=NUMBERS), "y")
    assert dataset.n_rows == 60
    assert any("the sheet 'Data' is read" in str(note) for note in dataset.notes)


def test_a_sheet_can_be_chosen(workbook, capsys):
    path = workbook(First=NUMBERS, Second=[["c", "y"], *([i, "x" if i % 3 else "z"] for i in range(60))])
    assert "sheet='Second'" in str(read_dataset(path, "y").notes[0])
    assert read_dataset(path, "y").X.shape[1] == 2
    for sheet in ("Second", "second", "2", 2):
        assert list(read_dataset(path, "y", sheet=sheet).X) == ["c"]
    with pytest.raises(DatasetError, match=r"no sheet 'Secnd'; did you mean 'Second'\? Its sheets: First, Second"):
        read_dataset(path, sheet="Secnd")
    assert main(["describe", str(path), "--sheet", "Third"]) == 2
    assert "Its sheets: First, Second" in capsys.readouterr().err


def test_a_workbook_without_a_table_names_its_sheets(workbook, capsys):
    path = workbook(Notes=[["nothing"]], More=[["here", None]])
    assert main(["describe", str(path)]) == 2
    error = capsys.readouterr().err
    assert "Notes, More" in error
    assert "--sheet" in error


def test_a_table_away_from_the_corner_of_its_sheet_is_found(workbook):
    rows = [[None, "Sales of May"], [None], *([None, None, *row] for row in NUMBERS)]
    dataset = read_dataset(workbook(Data=rows), "y")
    assert list(dataset.X) == ["a", "b"]
    assert dataset.n_rows == 60


@pytest.mark.parametrize("together", [2, pytest.param(3, marks=pytest.mark.slow)])
def test_rows_of_any_order_are_rows(write, together):
    """The first row of a clean table is never taken for more of its header."""
    failures = []
    kinds = {
        "words": lambda i: f"w{i % 4}",
        "rare words": lambda i: "rare" if i == 0 else f"w{i % 4}",
        "numbers": lambda i: str(i % 9),
        "missing at first": lambda i: "" if i == 0 else str(i % 9),
        "texts": lambda i: f"a text that comes once {i}",
        "dates": lambda i: f"2024-01-{i % 28 + 1:02d}",
        "unknown at first": lambda i: "unknown" if i == 0 else str(i % 9),
    }
    for some in itertools.combinations(kinds, together):
        odd = sum(kind in ("unknown at first", "rare words", "missing at first", "texts") for kind in some)
        if odd > 2:  # nobody knows
            continue
        rows = [[*(kinds[kind](i) for kind in some), str(i % 2)] for i in range(50)]
        table = read_table(write([[*"abc"[:together], "y"], *rows]))
        if len(table) != 50:
            failures.append((some, len(table)))
    assert not failures


BELOW = {
    "a total": [["Total", "1203", "", ""]],
    "totals": [["Total", "1203", "", ""], ["Mean", "20.05", "", ""]],
    "a total behind an empty cell": [["", "Total", "1203", ""]],
    "a total in German": [["Gesamtsumme", "1203", "", ""]],
    "a source": [["Source: an office of statistics", "", "", ""]],
    "a source after an empty row": [["", "", "", ""], ["Quelle: Amt", "", "", ""]],
    "a source in one cell": [["Source: an office of statistics"]],
    "marks explained": [["* estimated", "", "", ""], ["** provisional", "", "", ""]],
    "who made it": [["Exported by:", "me", "", ""]],
    "the header once more": [NAMES],
    "a total and a source": [["Total", "1203", "", ""], ["Source: us", "", "", ""]],
}


@pytest.mark.parametrize("kind", BELOW)
def test_what_stands_below_a_table_is_no_row(write, tmp_path, kind):
    rows = [NAMES, *ROWS, *BELOW[kind]]
    wide = [[*row, *[""] * (4 - len(row))] for row in rows]
    for path in (write(rows), save_as_workbook(wide, tmp_path / "table.xlsx")):
        file = read_file(path)
        assert len(file.table) == N_ROWS, path
        assert file.table["hours"].tolist() == [int(row[1]) for row in ROWS], path
        assert file.table["respondent"].tolist() == [int(row[0]) for row in ROWS], path
        assert any("no data" in str(note) for note in file.notes)


@pytest.mark.parametrize("names", [NAMES, ["a", "a", "", "b"], ["a ", " b:", "c", "d"]], ids=str)
def test_headers_in_the_middle_are_no_rows(write, names):
    table = read_table(write([names, *ROWS[:20], names, *ROWS[20:40], names, *ROWS[40:]]))
    assert table.iloc[:, 1].tolist() == [int(row[1]) for row in ROWS]


def test_rows_that_look_a_little_like_totals_are_rows(write):
    for first in ("Totality", "Sommelier", "Summerville", "Averages of men", "Meanwhile"):
        rows = [[f"Town {i}", str(i % 9), str(i % 2)] for i in range(40)]
        assert len(read_table(write([["town", "n", "y"], *rows, [first, "3", "1"]]))) == 41, first
        assert len(read_table(write([["town", "n", "y"], ["Total", "3", "1"], *rows]))) == 41


def test_codes_stay_codes_above_a_total(write):
    rows = [[f"0{i % 10}123", str(i % 7), str(i % 2)] for i in range(40)]
    table = read_table(write([["zip", "n", "y"], *rows, ["Total", "120", ""]]))
    assert table["zip"].tolist() == [row[0] for row in rows]


def test_labels_above_empty_cells_are_filled_down(write, tmp_path):
    rows = [
        [
            f"D{i // 10}" if i % 10 == 0 else "",
            "m" if i % 10 == 0 else "f" if i % 10 == 5 else "",
            str(i % 7),
            str(i % 2),
        ]
        for i in range(60)
    ]
    rows = [["dept", "sex", "n", "y"], *rows]
    for path in (write(rows), save_as_workbook(rows, tmp_path / "table.xlsx")):
        file = read_file(path)
        assert file.table["dept"].tolist() == [f"D{i // 10}" for i in range(60)]
        assert file.table["sex"].tolist() == ["m" if i % 10 < 5 else "f" for i in range(60)]
        assert any("dept, sex" in str(note) for note in file.notes)


def test_missing_cells_at_the_left_are_no_labels(write):
    rows = [[f"w{i % 3}" if i * i % 7 % 2 == 0 else "", str(i % 7), str(i % 2)] for i in range(60)]
    assert read_table(write([["a", "n", "y"], *rows]))["a"].isna().sum() > 10


def test_codes_whose_zeros_come_late_are_codes(write):
    for delimiter, quote in itertools.product(",;\t", ["", '"']):
        codes = [*(str(10_000 + i) for i in range(400)), *(f"{i:05d}" for i in range(100))]
        rows = [[f"{quote}{code}{quote}", f"0.{i}", f"{i % 2}"] for i, code in enumerate(codes)]
        for place in range(3):
            order = [*range(place, 3), *range(place)]
            path = write([[row[i] for i in order] for row in [["zip", "x", "y"], *rows]], delimiter=delimiter)
            file = read_file(path)
            assert file.table["zip"].tolist() == codes
            assert file.format.codes == ("zip",)
            assert pd.api.types.is_numeric_dtype(file.table["x"])


def test_codes_with_gaps_and_long_ones_are_codes(write):
    codes = ["", *(str(10_000 + i) for i in range(400)), "00012"]
    table = read_table(write([["zip", "y"], *([code, str(i % 2)] for i, code in enumerate(codes))]))
    assert table["zip"].tolist()[1:] == codes[1:]
    long = [*(str(i) for i in range(10, 300)), *(f"12345678901234{i:05d}" for i in range(400))]
    table = read_table(write([["n", "y"], *([code, str(i % 2)] for i, code in enumerate(long))]))
    assert table["n"].iloc[-1] == long[-1]
    days = [f"0{i % 9 + 1}/0{i % 8 + 1}/2024" for i in range(400)]
    table = read_table(write([["n", "day", "y"], *([str(i), day, str(i % 2)] for i, day in enumerate(days))]))
    assert pd.api.types.is_numeric_dtype(table["n"])


def test_columns_of_fixed_width_with_blanks_inside_are_one_sentence(write):
    cities = ("New York", "Rome", "Los Angeles")
    text = "city            age  y\n" + "".join(f"{cities[i % 3]:<16}{i % 40:>3}  {i % 2}\n" for i in range(40))
    with pytest.raises(DatasetError, match=r"fixed width.*separator="):
        read_dataset(write(text))


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=ascii)
@pytest.mark.parametrize(
    "above", ["A title", "A title||", "|A title", "||A title|||of two lines|", "A title|a,b|"], ids=str
)
def test_titles_and_empty_lines_are_skipped_at_any_line_end(write, newline, above):
    text = above.replace("|", "\n") + "\na,b,c,y\n" + "".join(f"{i},{i % 7},{i % 5},{i % 2}\n" for i in range(60))
    table = read_table(write(text.replace("\n", newline).encode()))
    assert list(table) == ["a", "b", "c", "y"]
    assert len(table) == 60


def test_formulas_without_stored_values_are_said(workbook):
    rows = [["a", "b", "twice", "y"], *([i * 1.5, i % 7, f"=A{i + 2}*2", "yn"[i % 2]] for i in range(60))]
    cases = {
        "at the corner": rows,
        "away from it": [[None, "Sales of May"], [None], *([None, None, *row] for row in rows)],
        "some cells": [rows[0], *([*row[:2], row[2] if i % 9 == 0 else i, row[3]] for i, row in enumerate(rows[1:]))],
    }
    for name, cells in cases.items():
        notes = [note for note in read_dataset(workbook(Data=cells), "y").notes if note.kind == "formulas"]
        assert [note.columns for note in notes] == [("twice",)], name
    assert "stores no values of formulas in twice" in str(notes[0])
    plain = read_dataset(workbook(Data=NUMBERS, Sums=rows), "y")
    assert not any(note.kind == "formulas" for note in plain.notes)


@pytest.mark.parametrize(
    "labels", ["Person,,Money,Result", "Person,Person,Money,Result", "Person,,Money,", "Who,,How much,What"]
)
def test_real_names_below_labels_of_groups_are_kept(write, labels):
    rows = "".join(f"{20 + i},{'Rome' if i % 2 else 'Oslo'},{1000 + i},{'ab'[i % 2]}\n" for i in range(30))
    file = read_file(write(f"{labels}\nage,city,income,y\n{rows}"))
    assert [name.split(": ")[-1] for name in file.table] == ["age", "city", "income", "y"]
    assert len(file.table) == 30


def test_values_below_names_with_a_gap_are_no_names(write):
    rows = "".join(f"{'red' if i % 2 else 'blue'},{i % 7},{'Rome' if i % 3 else 'Oslo'}\n" for i in range(30))
    assert list(read_file(write(f"color,,city\n{rows}")).table) == ["color", "Unnamed: 1", "city"]
