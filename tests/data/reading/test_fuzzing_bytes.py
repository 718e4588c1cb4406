"""Whatever the bytes of a file are: a table, or one sentence that says why there is none."""

import bz2
import gzip
import io
import lzma
import os
import random
import re
import secrets
import warnings
import zipfile

import pandas as pd
import pytest

from metaselect.data import read_collection, read_dataset
from metaselect.exceptions import MetaSelectError

TABLE = "age,height,when,city,target\n" + "".join(
    f"{20 + i % 31},{1.5 + i / 100},2024-01-{i % 28 + 1:02d},{('Rome', 'Oslo', 'Größe')[i % 3]},{'yn'[i % 2]}\n"
    for i in range(60)
)
ARFF = "@relation x\n@attribute age numeric\n@attribute city {a,b}\n@attribute target {yes,no}\n@data\n" + "".join(
    f"{i},{'ab'[i % 2]},{'yes' if i % 3 else 'no'}\n" for i in range(40)
)
SURVEY = "id,Which?,,,target\n,a,b,c,Response\n" + "".join(f"{i},a,,c,{i % 2}\n" for i in range(40))


def zipped(content, method=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr("people.csv", content)
    return buffer.getvalue()


def written(write):
    buffer = io.BytesIO()
    write(buffer)
    return buffer.getvalue()


FILES = {
    "people.csv": lambda: TABLE.encode(),
    "survey.csv": lambda: SURVEY.encode(),
    "titles.csv": lambda: b"# made in May\nReport:,May,,,\n\n" + TABLE.encode() + b"Total,,,,\nSource: me\n",
    "returns.csv": lambda: ("\n'Made\" in May\n\n" + TABLE).replace("\n", "\r").encode(),
    "semicolons.txt": lambda: ("sep=;\r\n" + TABLE.replace(",", ";").replace(".", ",")).encode("cp1252"),
    "quoted.tsv": lambda: TABLE.replace(",", '"\t"').replace("\n", '"\n"').encode(),
    "blanks.dat": lambda: TABLE.replace(",", "   ").encode("latin-1"),
    "wide.csv": lambda: TABLE.encode("utf-16"),
    "wider.csv": lambda: TABLE.encode("utf-32-be"),
    "cyrillic.csv": lambda: TABLE.replace("Rome", "Москва").replace("Größe", "Пермь").encode("cp1251"),
    "chinese.csv": lambda: TABLE.replace("Rome", "北京").replace("Größe", "上海").encode("gbk"),
    "people.csv.gz": lambda: gzip.compress(TABLE.encode(), mtime=0),
    "people.csv.bz2": lambda: bz2.compress(TABLE.encode()),
    "people.csv.xz": lambda: lzma.compress(TABLE.encode()),
    "people.csv.zip": lambda: zipped(TABLE),
    "stored.csv.zip": lambda: zipped(TABLE, zipfile.ZIP_STORED),
    "people.json": lambda: pd.read_csv(io.StringIO(TABLE)).to_json(orient="records").encode(),
    "people.jsonl": lambda: pd.read_csv(io.StringIO(TABLE)).to_json(orient="records", lines=True).encode(),
    "people.arff": lambda: ARFF.encode(),
    "people.arff.gz": lambda: gzip.compress(ARFF.encode(), mtime=0),
    "people.parquet": lambda: written(pd.read_csv(io.StringIO(TABLE)).to_parquet),
    "people.feather": lambda: written(pd.read_csv(io.StringIO(TABLE)).to_feather),
    "people.xlsx": lambda: written(lambda buffer: pd.read_csv(io.StringIO(TABLE)).to_excel(buffer, index=False)),
}
NEEDS = {".parquet": "pyarrow", ".feather": "pyarrow", ".xlsx": "openpyxl"}
PIECES = [
    b"\x00",
    b"\xff",
    b'"',
    b"'",
    b"\n",
    b"\r",
    b",,,,",
    b";",
    b"\x0b",
    b"\x1c",
    b"\xe2\x80\xa8",
    b"\xef\xbb\xbf",
    b"#",
]
PIECES += [
    b"9" * 400,
    b"-",
    b"{",
    b"%",
    b"\\",
    b"=1+1",
    b"1e999",
    b"NaN",
    b"\xc3",
    b"@data\n",
    b"\n\n\n",
    b'"\n"',
    b"\x1f\x8b",
    b"(" * 50,
]


def mutated(content, rng):
    """Return bytes that a few accidents happened to."""
    content = bytearray(content)
    for _ in range(rng.choice([1, 1, 2, 5, 20])):
        at = rng.randrange(len(content) + 1) if rng.random() < 0.7 else rng.randrange(min(len(content), 80) + 1)
        match rng.choice(["cut", "flip", "insert", "drop", "double", "replace", "swap"]):
            case "cut":
                del content[at:]
            case "flip" if at < len(content):
                content[at] ^= 1 << rng.randrange(8)
            case "insert":
                content[at:at] = rng.choice(PIECES)
            case "drop":
                del content[at : at + rng.choice([1, 2, 7, 100])]
            case "double":
                content[at:at] = content[at : at + rng.choice([1, 9, 300])]
            case "replace":
                content[at : at + 4] = rng.randbytes(4)
            case "swap":
                other = rng.randrange(len(content) + 1)
                content[at : at + 8] = content[other : other + 8]
    return bytes(content)


def outcome(path, target):
    """Return what went wrong, nothing where there is a dataset or one sentence."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            read_dataset(path, target)
    except MetaSelectError as error:
        words = str(error)
        return None if words.strip() and len(words) < 3000 and "\n" not in words else f"no sentence: {words[:300]!r}"
    except Exception as error:  # noqa: BLE001  # which is the failure
        return f"{type(error).__name__}: {error}"
    return None


def tried(folder, name, seeds):
    """Return the failures among so many mutations of a file."""
    suffix = "." + name.split(".")[1]
    if suffix in NEEDS:
        pytest.importorskip(NEEDS[suffix], reason="needs the extra files")
    content, failures = FILES[name](), []
    path = folder / name
    for seed in seeds:
        rng = random.Random(f"{name} {seed}")
        path.write_bytes(mutated(content, rng))
        if (failure := outcome(path, rng.choice(["target", None, "age"]))) is not None:
            failures.append((seed, failure))
    return failures


@pytest.mark.parametrize("name", FILES)
def test_accidents_of_bytes_are_a_table_or_one_sentence(tmp_path, name):
    assert not tried(tmp_path, name, range(4))


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_new_accidents_of_bytes_are_a_table_or_one_sentence(tmp_path, name):
    first = int(os.environ.get("METASELECT_FUZZ_SEED") or secrets.randbits(32))
    assert not tried(tmp_path, name, range(first, first + 300)), "again with METASELECT_FUZZ_SEED, the first seed"


@pytest.mark.parametrize("step", [31, pytest.param(1, marks=pytest.mark.slow)])
def test_any_file_under_any_name_is_a_table_or_one_sentence(tmp_path, step):
    failures = []
    for i, (name, make) in enumerate(FILES.items()):
        if any(name.endswith(suffix) for suffix in NEEDS):
            pytest.importorskip(NEEDS["." + name.split(".")[1]], reason="needs the extra files")
        content = make()
        for other in list(FILES)[i % step :: step]:
            path = tmp_path / other
            path.write_bytes(content)
            if (failure := outcome(path, "target")) is not None:
                failures.append((name, other, failure))
    assert not failures


def test_accidents_of_a_manifest_are_entries_or_one_sentence(tmp_path):
    manifest = b"name,file,target,task,family\nclients,clients.csv,outcome,binary,shop\nb,b.csv,y,regression,\n"
    failures = []
    for seed in range(60):
        (tmp_path / "manifest.csv").write_bytes(mutated(manifest, random.Random(seed)))
        try:
            read_collection(tmp_path)
        except MetaSelectError as error:
            if "\n" in str(error):
                failures.append((seed, str(error)))
        except Exception as error:  # noqa: BLE001  # which is the failure
            failures.append((seed, repr(error)))
    assert not failures


def test_text_of_parquet_that_is_no_utf_8_is_one_sentence(tmp_path):
    """The file is whole, and says that a column is text, which is first looked at when the table is read."""
    pytest.importorskip("pyarrow", reason="needs the extra files")
    path = tmp_path / "people.parquet"
    rows = {"target": ["yes", "no"] * 20, "word": [f"word{i:02d}" for i in range(40)]}
    pd.DataFrame(rows).to_parquet(path, compression="none", use_dictionary=False)
    content = path.read_bytes()
    assert content.count(b"word17") == 1
    path.write_bytes(content.replace(b"word17", b"word\xff7"))
    assert outcome(path, "target") is None
    with pytest.raises(MetaSelectError, match=re.escape("people.parquet")):
        read_dataset(path, "target")
