"""By which encoding the bytes of a file become letters."""

from __future__ import annotations

import codecs
import itertools
import re
from pathlib import Path

from metaselect.data.reading.file_bytes import BLOCK_BYTES, blocks
from metaselect.data.words import LETTERS_SELDOM_SEEN

__all__ = ["find_encoding"]

_MOST_BYTES = 512 * 2**20
_NOT_IN_WINDOWS = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
_INSIDE_WORDS = re.compile(rb"(?<=[A-Za-z])[\x80-\xff]+(?=[A-Za-z])")
_SELDOM_SEEN = "".join(LETTERS_SELDOM_SEEN.values())
# More of its letters than this do not fit UTF-8: the file is in another encoding. Fewer are broken ones.
_MOST_BROKEN = 0.1


def find_encoding(path: Path, start: bytes) -> tuple[str, bool]:
    """Return the encoding of a file, and whether a few bytes do not fit it.

    The whole file is looked at, or 512 MiB of it, as its first letter that is not ASCII may come late; this is fast
    beside parsing.

    Parameters
    ----------
    path : Path
        Of the file, which may be compressed.
    start : bytes
        Its first part.
    """
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig", False
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", False
    # Without a mark at its start, UTF-16 shows by the zero bytes of its many ASCII letters.
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = start[offset::2]
        if len(half) > 10 and half.count(0) > 0.7 * len(half):
            return encoding, False
    return _encoding_of_bytes(path)


# charset-normalizer reads 8 of 32 tables of Western languages right, this 31, but none of others: bench_encodings.py.
def _encoding_of_bytes(path: Path) -> tuple[str, bool]:
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    n_broken = n_letters = 0
    is_windows, words = True, bytearray()
    for block in itertools.islice(blocks(path), _MOST_BYTES // BLOCK_BYTES):
        text = decoder.decode(block)
        if text.isascii():
            continue
        n_broken += text.count("\ufffd")
        n_letters += len(text) - len(text.encode("ascii", "ignore")) - text.count("\ufffd")
        if n_broken:
            is_windows = is_windows and not any(byte in block for byte in _NOT_IN_WINDOWS)
            words += b" ".join(_INSIDE_WORDS.findall(block))
    if n_broken <= _MOST_BROKEN * n_letters:
        return "utf-8", n_broken > 0
    if _n_letters(words, "mac_roman") > _n_letters(words, "cp1252"):
        return "mac_roman", False
    return "cp1252" if is_windows else "latin-1", False


def _n_letters(between_letters: bytearray, encoding: str) -> int:
    """Return how many of these bytes, which stand between ASCII letters, are letters that words are made of."""
    text = between_letters.decode(encoding, errors="replace")
    return sum(letter.isalpha() and letter not in _SELDOM_SEEN for letter in text if not letter.isascii())
