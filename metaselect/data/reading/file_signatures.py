"""Files that are no text tables although their names say so, known by how they begin."""

from __future__ import annotations

import re

__all__ = ["sniff_signature"]

_FIRST_BYTES = {
    b"\x1f\x8b": "is compressed with gzip; add .gz to its name",
    b"BZh": "is compressed with bzip2; add .bz2 to its name",
    b"\xfd7zXZ": "is compressed with xz; add .xz to its name",
    b"\x28\xb5\x2f\xfd": "is compressed with zstd; unpack it first",
    b"PK\x03\x04": "is an Excel workbook or a zip archive; name it .xlsx or .zip",
    b"\xd0\xcf\x11\xe0": "is an old Excel workbook; save it as .xlsx or CSV",
    b"PAR1": "is a Parquet file; name it .parquet",
    b"ARROW1": "is a Feather file; name it .feather",
    b"%PDF": "is a PDF document; save its table as CSV",
    b"SQLite format 3": "is a database; save the table as CSV",
}
_FIRST_WORDS = {
    r"<(!doctype|html|\?xml|table)\b": "is a web page, often a login or an error in place of a file; download it again",
    r"[\[{]\s*[\[{\"]": "holds JSON; name it .json",
    r"@relation\b": "is an ARFF file; name it .arff",
}


def sniff_signature(start: bytes) -> str | None:
    """Return what a file is that begins like this and how it can be read, None where it may be a text table.

    Examples
    --------
    >>> sniff_signature(b"PAR1...."), sniff_signature(b"age,height")
    ('is a Parquet file; name it .parquet', None)
    """
    for first, what in _FIRST_BYTES.items():
        if start.startswith(first):
            return what
    text = start[:200].removeprefix(b"\xef\xbb\xbf").decode("latin-1").lstrip()
    return next((what for words, what in _FIRST_WORDS.items() if re.match(words, text, re.IGNORECASE)), None)
