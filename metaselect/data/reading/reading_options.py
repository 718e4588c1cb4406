"""`ReadingOptions`: what a user says about a file where guessing fails."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from metaselect.data.missing_marks import MissingMarks
from metaselect.data.reading.limits import LIMITS, ReadingLimits
from metaselect.exceptions import ConfigurationError

__all__ = ["DECIMALS", "SEPARATORS", "ReadingOptions"]

# Names of separators that are hard to type.
SEPARATORS = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "blank": " ", "space": " ", "pipe": "|"}
DECIMALS = {"point": ".", "comma": ","}


@dataclass(frozen=True)
class ReadingOptions:
    """What a user says about a file; what is None is found out.

    Attributes
    ----------
    skip_lines : int, optional
        How many lines of the file, or rows of the sheet, come before the names of columns.
    sheet : str, optional
        Which sheet of a workbook: its name, or its number from 1.
    encoding : str, optional
        Name of a Python codec.
    separator : str, optional
        The character between cells of a text table; a blank stands for any number of blanks.
    decimal : str, optional
        The decimal mark of a text table, a point or a comma.
    missing : str, number, sequence or mapping, optional
        Values that stand for missing ones; see `marks_of_columns`.
    limits : ReadingLimits
        How much is held in memory, and what is refused.

    Examples
    --------
    >>> ReadingOptions.of(separator="tab").separator
    '\\t'
    """

    skip_lines: int | None = None
    sheet: str | None = None
    encoding: str | None = None
    separator: str | None = None
    decimal: str | None = None
    missing: MissingMarks | None = None
    limits: ReadingLimits = LIMITS

    @classmethod
    def of(
        cls,
        *,
        skip_lines: int | None = None,
        sheet: str | int | None = None,
        encoding: str | None = None,
        separator: str | None = None,
        decimal: str | None = None,
        missing: MissingMarks | None = None,
        no_limits: bool = False,
    ) -> ReadingOptions:
        """Return the options in the words of a user.

        Parameters
        ----------
        skip_lines : int, optional
            See `skip_lines` above.
        sheet : str or int, optional
            Its name, or its number from 1.
        encoding : str, optional
            See `encoding` above.
        separator : str, optional
            One character, or one of the names in `SEPARATORS`.
        decimal : str, optional
            `"."`, `","`, or one of the names in `DECIMALS`.
        missing : str, number, sequence or mapping, optional
            Such as `-999` for all columns, `"age=-1"` for one, a list of these, or a mapping of columns to values.
        no_limits : bool
            Whether nothing is refused for its size; False by default.

        Raises
        ------
        ConfigurationError
            If one of them is something else.
        """
        if skip_lines is not None and (isinstance(skip_lines, bool) or int(skip_lines) != skip_lines or skip_lines < 0):
            raise ConfigurationError(f"lines to skip are a whole number from 0 on, not {skip_lines!r}")
        separator = SEPARATORS.get(separator, separator) if separator is not None else None
        if separator is not None and (len(separator) != 1 or separator in "\r\n\"'\0" or separator.isalnum()):
            raise ConfigurationError(
                f"the separator {separator!r} is not one sign; give one such as ; or one of {', '.join(SEPARATORS)}"
            )
        decimal = DECIMALS.get(decimal, decimal) if decimal is not None else None
        if decimal not in (None, *DECIMALS.values()):
            raise ConfigurationError(f"the decimal mark is a point or a comma, not {decimal!r}")
        if separator is not None and separator == decimal:
            raise ConfigurationError(f"{separator!r} cannot be both the separator and the decimal mark; change one")
        limits = LIMITS.lifted() if no_limits else LIMITS
        sheet = None if sheet is None else str(sheet)
        return cls(skip_lines, sheet, encoding and _codec(encoding), separator, decimal, missing, limits)

    @property
    def says_how_text_is_written(self) -> bool:
        """Whether something was said that only a text table has."""
        return any(value is not None for value in (self.encoding, self.separator, self.decimal))


def _codec(encoding: str) -> str:
    """Return the name of a codec that makes text of bytes."""
    try:
        found = codecs.lookup(encoding)
        is_text = found._is_text_encoding
    except (LookupError, ValueError):
        is_text = False
    if not is_text:
        raise ConfigurationError(f"there is no encoding {encoding!r}; give one such as utf-8, cp1250 or shift_jis")
    return found.name
