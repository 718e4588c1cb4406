import pytest

from metaselect.data import detect_csv_format
from metaselect.data.reading.missing import MISSING_SPELLINGS
from metaselect.exceptions import DatasetError


@pytest.fixture
def detect(tmp_path):
    """Return a function from the content of a file to its format."""

    def write_and_detect(content, name="table.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return detect_csv_format(path)

    return write_and_detect


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_is_the_one_that_gives_equal_rows(detect, delimiter):
    text = "age,city,note\n31,Rome,x\n22,Oslo,y\n".replace(",", delimiter)
    assert detect(text).delimiter == delimiter


def test_delimiters_inside_quotes_do_not_count(detect):
    assert detect('a;b\n"1,2,3";4\n"5,6,7";8\n').delimiter == ";"


@pytest.mark.parametrize(
    ("text", "decimal"),
    [("a;b\n1,5;2\n2,5;3\n", ","), ("a;b\n1.5;2\n2.5;3\n", "."), ("a;b\n1;2\n", "."), ("a,b\n1.5,2\n", ".")],
)
def test_decimal_mark_is_the_more_frequent(detect, text, decimal):
    assert detect(text).decimal == decimal


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("a,b\nè,1\n".encode(), "utf-8"),
        ("a,b\nè,1\n".encode("utf-8-sig"), "utf-8-sig"),
        ("a,b\nè,1\n".encode("utf-16"), "utf-16"),
        ("a,b\nè,1\n".encode("utf-32"), "utf-32"),
        ("a,b\nè,1\n".encode("cp1252"), "cp1252"),
    ],
)
def test_encoding_is_found(detect, content, encoding):
    assert detect(content).encoding == encoding


def test_a_character_cut_in_two_at_the_end_of_the_sample_is_still_utf8(detect):
    head = b"a,b\n"
    assert detect(head + b"x" * (199_999 - len(head)) + "è,1\n".encode()).encoding == "utf-8"


@pytest.mark.parametrize("spelling", MISSING_SPELLINGS)
def test_missing_values_in_a_file_without_a_header_make_no_header_of_its_first_row(detect, spelling):
    rows = [[f"{i}.5", f"{i * 7}", ("Rome", "Oslo")[i % 2]] for i in range(30)]
    cells = [[spelling if (3 * i + j) % 10 < 3 else row[j] for j in range(3)] for i, row in enumerate(rows, 1)]
    assert detect("\n".join(map(",".join, cells))).names == ("column_1", "column_2", "column_3")


def test_the_word_none_is_not_missing(detect):
    assert "None" not in detect("a,b\n1,2\n").missing


@pytest.mark.parametrize("content", [b"", b" \n\t\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\x00" * 9])
def test_nothing_but_white_space_is_empty(detect, content):
    with pytest.raises(DatasetError, match=r"table.csv is empty"):
        detect(content)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("words", ["Rome", "Ø", "город", "城市价格面积性别"])
def test_wide_encodings_are_found_without_a_mark(detect, encoding, words):
    assert detect(f"a,b\n{words},2\n{words},3\n".encode(encoding)).encoding == encoding


def test_zero_bytes_are_no_text(detect):
    with pytest.raises(DatasetError, match=r"zero bytes.*UTF-8"):
        detect(b"a,b\n1\0,2\n2,\0\0\n")


def test_a_cell_too_long_for_the_csv_module_is_no_obstacle(detect):
    assert detect("a;b\n1;2\n" + "x" * 180_000 + ";3\n4;5\n").delimiter == ";"
