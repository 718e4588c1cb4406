"""By which encoding the bytes of a file become letters."""

from __future__ import annotations

import codecs
import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from metaselect.data.letters import LETTERS, LETTERS_SELDOM_SEEN, OFTEN_SEEN_SIGNS
from metaselect.data.reading.file_bytes import BLOCK_BYTES, blocks
from metaselect.data.reading.limits import LIMITS, ReadingLimits

__all__ = ["Encoding", "find_encoding"]

_MOST_BYTES = 512 * 2**20
_NOT_IN_WINDOWS = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
_INSIDE_WORDS = re.compile(rb"(?<=[A-Za-z])[\x80-\xff]+(?=[A-Za-z])")
_SELDOM_SEEN = "".join(LETTERS_SELDOM_SEEN.values())
# More of its letters than this do not fit UTF-8: the file is in another encoding. Fewer are broken ones.
_MOST_BROKEN = 0.1
# So many bytes of cells with other letters than ASCII tell by which encoding they are written.
_CELL_BYTES = 30_000
_CELL_ENDS = re.compile(rb"[\r\n,;\t]")
_WESTERN = ("cp1252", "latin-1", "mac_roman")
# Encodings of one byte a letter, those of Windows first, as most tables come from there.
_OF_LETTERS = (
    *("cp1252", "cp1250", "cp1255", "cp1251", "cp1253", "cp1254", "cp1256", "cp1257", "iso8859_2", "iso8859_5"),
    *("iso8859_6", "iso8859_7", "iso8859_8", "koi8_r", "koi8_u", "cp866", "mac_roman", "mac_cyrillic", "cp874"),
    *("cp850", "cp852"),
)
# Of several bytes a sign: first bytes of those in daily use, and what else is usual, from low to high.
_KANA, _HANGUL, _PUNCTUATION = ("\u3041", "\u30ff"), ("\uac00", "\ud7a3"), ("\u3000", "\u3011")
_OF_SIGNS = {
    "gb18030": (0xB0, 0xD7, [_PUNCTUATION]),
    "big5": (0xA4, 0xC6, [_PUNCTUATION]),
    "shift_jis": (0xB0, 0xCF, [_KANA, _PUNCTUATION]),
    "cp932": (0xB0, 0xCF, [_KANA, _PUNCTUATION]),
    "euc_jp": (0xB0, 0xCF, [_KANA, _PUNCTUATION]),
    "euc_kr": (0x100, 0x100, [_HANGUL, _PUNCTUATION]),
    "cp949": (0x100, 0x100, [_HANGUL, _PUNCTUATION]),
}
# The same signs in the order of daily use.
_LEADS = {"shift_jis": "euc_jp", "cp932": "euc_jp"}
_FEW_ARE_ODD = 0.9
_HAN = frozenset(OFTEN_SEEN_SIGNS["zh"] + OFTEN_SEEN_SIGNS["zh-TW"])
_OFTEN_SEEN = {
    **dict.fromkeys(("gb18030", "big5"), _HAN),
    **dict.fromkeys(
        ("shift_jis", "cp932", "euc_jp"), _HAN.union(OFTEN_SEEN_SIGNS["ja"], map(chr, range(0x3041, 0x30FF)))
    ),
    **dict.fromkeys(("euc_kr", "cp949"), frozenset(OFTEN_SEEN_SIGNS["ko"])),
}
# Bytes that are letters hardly ever make so large a share of signs that are often seen.
_CLEARLY_SIGNS = 0.5
# One or two others may be marks such as the degree sign before a C.
_FEWEST_SIGNS = 3
_LAST_LATIN = "\u024f"
_SIGNS_IN_WORDS = "\u2019\u2018\u00b7\u2013"
# Small letters of one encoding are capital letters of another, or those of another script: how often they come tells.
_USUAL_LETTERS = (
    ("\u0400", "\u04ff", "аеиоуыэюяіїєАЕИОУЫЭЮЯІЇЄ", 0.3),
    ("\u0370", "\u03ff", "αεηιουωάέήίόύώΑΕΗΙΟΥΩ", 0.3),
    ("\u0600", "\u06ff", "اليمونرت", 0.4),
)
_HEBREW_FINALS = "\u05da\u05dd\u05df\u05e3\u05e5"
_THAI_CONSONANTS = frozenset(map(chr, range(0x0E01, 0x0E2F)))
_THAI_MARKS = frozenset("\u0e31" + "".join(map(chr, [*range(0x0E34, 0x0E3B), *range(0x0E47, 0x0E4F)])))
_THAI_FIRST = frozenset(map(chr, range(0x0E40, 0x0E45)))
_WEST = ("de", "fr", "es", "pt", "it", "sv fi da no", "is", "nl", "ca")
# Signs where they stand in Western texts; as letters of other encodings they would stand beside letters.
_WESTERN_SIGNS = (
    r"\xa0|°|\xb5(?=[A-Za-z])|(?<![A-Za-z])(?:[cdkm]?m|ft|in)[²³](?![A-Za-z])|[®©™](?![A-Za-z])"
    r"|(?<![A-Za-z])[„“‘‚«‹]|[”“’»›](?![A-Za-z])|(?<=[A-Za-z])’(?=[A-Za-z])|[–—…•·†‡‰](?![A-Za-z])"
    r"|(?<![A-Za-z])(?:[£€¥§¢±½¼¾×÷]|(?<=[0-9])[ºª])(?![A-Za-z])"
)
# A table may hold names of several Western languages, which counts a little less than to be of one.
_ALPHABETS = [
    *((frozenset(letters), 1.0) for letters in LETTERS.values()),
    (frozenset("".join(LETTERS[language] for language in _WEST)), 0.97),
]
# Korean names its alphabet once, at the start; Japanese at each change.
_ESCAPES = ((b"\x1b$)C", "iso2022_kr"), (b"\x1b$", "iso2022_jp"), (b"\x1b$", "iso2022_jp_ext"))


@dataclass(frozen=True)
class Encoding:
    """By which encoding the bytes of a file become letters.

    Attributes
    ----------
    name : str
        Name of a Python codec.
    is_partly_broken : bool
        Whether a few bytes do not fit it.
    is_guessed : bool
        Whether others would do as well.
    """

    name: str
    is_partly_broken: bool = False
    is_guessed: bool = False


def find_encoding(path: Path, start: bytes, limits: ReadingLimits = LIMITS) -> Encoding:
    """Return the encoding of a file.

    The whole file is looked at, or 512 MiB of it, as its first letter that is not ASCII may come late; this is fast
    beside parsing.

    Parameters
    ----------
    path : Path
        Of the file, which may be compressed.
    start : bytes
        Its first part.
    limits : ReadingLimits
        How long a line may be.
    """
    for marks, name in (
        ((codecs.BOM_UTF8,), "utf-8-sig"),
        ((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE), "utf-32"),
        ((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE), "utf-16"),
    ):
        if start.startswith(marks):
            return Encoding(name)
    if (wide := _without_mark(start)) is not None:
        return Encoding(wide)
    if (switching := _by_escapes(start)) is not None:
        return Encoding(switching)
    return _encoding_of_bytes(path, limits)


def _by_escapes(start: bytes) -> str | None:
    """Return which encoding of seven bits a file is written by, that switches between alphabets within a line."""
    whole_lines = start[: start.rfind(b"\n") + 1]
    for escape, name in _ESCAPES:
        if escape in whole_lines:
            try:
                whole_lines.decode(name)
            except UnicodeDecodeError:
                continue
            return name
    return None


def _without_mark(start: bytes) -> str | None:
    """Return by which encoding of two or four bytes a letter a file is written, which its zero bytes show."""
    if b"\0" not in start:
        return None
    for width, zeros, name in (
        (4, (1, 2, 3), "utf-32-le"),
        (4, (0, 1, 2), "utf-32-be"),
        (2, (1,), "utf-16-le"),
        (2, (0,), "utf-16-be"),
    ):
        whole = start[: len(start) // width * width]
        n_letters = len(whole) // width
        if n_letters < 4 or min(whole[i::width].count(0) for i in zeros) < 0.02 * n_letters:
            continue
        try:
            text = whole.decode(name)
        except UnicodeDecodeError:
            continue
        n_printable = sum(letter.isprintable() or letter in "\r\n\t" for letter in text)
        if ("\n" in text or "\r" in text) and "\0" not in text and n_printable > 0.95 * len(text):
            return name
    return None


def _encoding_of_bytes(path: Path, limits: ReadingLimits) -> Encoding:
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    n_broken = n_letters = n_of_line = 0
    is_windows, words, cells = True, bytearray(), _Cells()
    for i, block in enumerate(itertools.islice(blocks(path), _MOST_BYTES // BLOCK_BYTES)):
        end = max(block.rfind(b"\n"), block.rfind(b"\r"))
        n_of_line = len(block) - end - 1 + (n_of_line if end < 0 else 0)
        limits.check("line_bytes", n_of_line, f"{path.name} has a line of {n_of_line} bytes or more")
        if block.isascii() and not decoder.getstate()[0]:
            continue  # decoding it takes longer
        text = decoder.decode(block)
        if text.isascii():
            continue
        n_broken += text.count("\ufffd")
        n_letters += len(text) - len(text.encode("ascii", "ignore")) - text.count("\ufffd")
        if n_broken:
            is_windows = is_windows and not any(byte in block for byte in _NOT_IN_WINDOWS)
            words += b" ".join(_INSIDE_WORDS.findall(block))
            cells.add(block, is_first=i == 0, is_last=len(block) < BLOCK_BYTES)
    if n_broken <= _MOST_BROKEN * n_letters:
        return Encoding("utf-8", n_broken > 0)
    if (other := _beyond_western(cells.found)) is not None:
        return Encoding(other, is_guessed=True)
    if _n_letters(words, "mac_roman") > _n_letters(words, "cp1252"):
        return Encoding("mac_roman", is_guessed=True)
    return Encoding("cp1252" if is_windows else "latin-1", is_guessed=True)


class _Cells:
    """Different cells that hold other bytes than ASCII, so many that they tell the encoding."""

    def __init__(self) -> None:
        self.found: dict[bytes, None] = {}
        self._n_bytes = 0

    def add(self, block: bytes, is_first: bool, is_last: bool) -> None:
        """Take in the cells of a block; those at its ends may be cut where other blocks are."""
        if self._n_bytes > _CELL_BYTES:
            return
        cells = _CELL_ENDS.split(block)
        if len(cells) > 2:
            cells = cells[not is_first : len(cells) - (not is_last)]
        for cell in cells:
            if not cell.isascii() and cell not in self.found:
                self.found[cell] = None
                self._n_bytes += len(cell)
                if self._n_bytes > _CELL_BYTES:
                    return


def _beyond_western(cells: Iterable[bytes]) -> str | None:
    """Return the encoding of letters that no Western language has, and of signs alone; None for others."""
    joined = b"\n".join(cells)
    is_in_rows = re.search(rb"[\xa1-\xff]{4}", joined) is not None
    if not is_in_rows and re.sub(_WESTERN_SIGNS, "", joined.decode("cp1252", "replace")).isascii():
        return "cp1252"
    scores = {name: score for name in _OF_LETTERS if (score := _score_of_letters(joined, name)) is not None}
    best = max(scores, key=scores.__getitem__, default=None)
    western = max((scores[name] for name in _WESTERN if name in scores), default=0.0)
    signs = _of_signs(joined)
    if best in (None, "cp874") or scores[best] < _FEW_ARE_ODD:  # nearly any bytes make Thai words
        if signs is not None or best != "cp874" or scores[best] < _FEW_ARE_ODD:
            return signs
    elif signs is not None and _share_often_seen(joined, signs) >= _CLEARLY_SIGNS:
        return signs
    return None if western >= scores[best] else best


def _score_of_letters(cells: bytes, encoding: str) -> float | None:
    """Return how well bytes make words of one language, at most 1; None where they are not of this encoding."""
    try:
        text = cells.decode(encoding)
    except UnicodeDecodeError:
        return None
    others = [letter for letter in text if not letter.isascii()]
    letters = [letter for letter in others if letter.isalpha()]
    if not letters:
        return None
    best = max(
        weight * sum(letter.lower() in alphabet or letter in alphabet for letter in letters)
        for alphabet, weight in _ALPHABETS
    )
    # Two scripts in one word, a capital behind a small letter, or a sign inside a word come of the wrong encoding.
    n_odd = sum(_do_not_meet(a, b) for a, b in itertools.pairwise(text))
    few_usual = any(
        sum(low <= letter <= high for letter in letters) > 0.5 * len(letters)
        and sum(letter in usual for letter in letters) < least * len(letters)
        for low, high, usual, least in _USUAL_LETTERS
    )
    return (best - n_odd) / len(letters) - 0.02 * few_usual


def _do_not_meet(a: str, b: str) -> bool:
    """Return whether two signs stand beside each other in no word of any language."""
    if a.isascii() and b.isascii():
        return False
    if a == "õ":  # Portuguese words have it before an e alone; as Hungarian it is another letter
        return b != "e"
    if b in _THAI_MARKS or a in _THAI_FIRST:
        return not (a in _THAI_CONSONANTS or a in _THAI_MARKS) if b in _THAI_MARKS else b not in _THAI_CONSONANTS
    if a in _HEBREW_FINALS and b.isalpha():
        return True
    if a.isalpha() and b.isalpha():
        return (a.islower() and b.isupper()) or (a <= _LAST_LATIN) != (b <= _LAST_LATIN)
    return (a.isalpha() and _is_odd_in_words(b)) or (b.isalpha() and _is_odd_in_words(a))


def _is_odd_in_words(sign: str) -> bool:
    return not (sign.isascii() or sign.isalnum() or sign.isspace() or sign in _SIGNS_IN_WORDS or sign in _THAI_MARKS)


def _of_signs(cells: bytes) -> str | None:
    """Return by which encoding of several bytes a sign cells are written; the library decides where several would do.

    None where they are not of these.
    """
    scores = {name: score for name in _OF_SIGNS if (score := _score_of_signs(cells, name)) is not None}
    likely = [name for name, score in scores.items() if score >= _FEW_ARE_ODD]
    shares = {name: _share_often_seen(cells, name) for name in likely}
    if max(shares.values(), default=0.0) >= _CLEARLY_SIGNS:
        return max(likely, key=shares.__getitem__)
    if all(len(set(cells.decode(name)).difference(map(chr, range(128)))) < _FEWEST_SIGNS for name in likely):
        return None
    near = [name for name in likely if scores[name] >= max(scores.values()) - 0.05]
    if len(near) == 1:
        return near[0]
    from charset_normalizer import from_bytes

    found = from_bytes(cells, cp_isolation=near).best()
    return found.encoding if found is not None and found.encoding in near else near[0]


def _score_of_signs(cells: bytes, encoding: str) -> float | None:
    """Return the share of signs that are often used where this encoding is; None where cells are not of it."""
    try:
        text = cells.decode(encoding)
    except UnicodeDecodeError:
        return None
    signs = [sign for sign in text if not sign.isascii()]
    if not signs:
        return None
    # Signs seldom touch letters of ASCII; bytes of Western letters, taken for signs, nearly always do.
    n_touching = sum(a.isascii() != b.isascii() and a.isalpha() and b.isalpha() for a, b in itertools.pairwise(text))
    return (sum(_is_usual(sign, encoding) for sign in signs) - 0.15 * n_touching) / len(signs)


def _share_often_seen(cells: bytes, encoding: str) -> float:
    """Return which share of signs are among those that come most often where this encoding is."""
    signs = [sign for sign in cells.decode(encoding) if not sign.isascii()]
    return sum(sign in _OFTEN_SEEN[encoding] for sign in signs) / len(signs)


def _is_usual(sign: str, encoding: str) -> float:
    first, last, usual = _OF_SIGNS[encoding]
    if any(low <= sign <= high for low, high in usual):
        return 1.0
    lead = sign.encode(_LEADS.get(encoding, encoding), "replace")[0]
    return 0.95 if first <= lead <= last or sign in _OFTEN_SEEN[encoding] else 0.0


def _n_letters(between_letters: bytearray, encoding: str) -> int:
    """Return how many of these bytes, which stand between ASCII letters, are letters or apostrophes of words."""
    text = between_letters.decode(encoding, errors="replace")
    letters = [letter for letter in text if letter.isalpha() or letter == "\u2019"]
    return sum(letter not in _SELDOM_SEEN for letter in letters if not letter.isascii())
