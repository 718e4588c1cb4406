"""The grammar of one number in text."""

from __future__ import annotations

import numpy as np
import pandas as pd

__all__ = ["numbers_in_text"]


def numbers_in_text(
    cells: pd.Series,
    decimal: str = ".",
    powers: dict[str, int] | None = None,
    units: dict[str, float] | None = None,
    brackets_negate: bool = False,
) -> pd.Series:
    """Return the number in cells such as `-$1,200.50`, `<4.5 mg`, `6.4M` or `12-`; NaN where a cell is no number.

    The parts of a cell, in this order: marks such as < or ~; a sign; a unit; digits, grouped by three or by two before
    the last three; an exponent; a suffix that stands for one of the `powers` of ten; a unit; a sign; marks such as * or
    [2]. There may be brackets around it. Each of the `units`, a currency perhaps, has a factor.
    """
    import re  # here, not above: a script has this function alone

    def any_of(words):
        return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or "(?!)"

    powers, units = powers or {}, units or {}
    blanks, minus = " \u00a0\u2007\u2009\u202f", "\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d-"
    point, comma = re.escape(decimal), "," if decimal == "." else "."
    by_three = rf"[1-9][0-9]{{0,2}}(?P<group>[{comma}'’{blanks}])[0-9]{{3}}(?:(?P=group)[0-9]{{3}})*"
    by_two = r"[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}" if decimal == "." else "(?!)"
    superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"
    grammar = re.compile(
        r"(?:(?:[<>≤≥≈~±'’*†‡§=\"]|(?i:ca\.?|c\.|circa|approx\.?|about|around|etwa|rund|env\.|environ|aprox\.))\s*)*"
        rf"(?P<sign>[+{minus}])?\s*(?P<open>\()?\s*(?P<inner_sign>[+{minus}])?"
        rf"\s*(?P<before>{any_of(units)})?\s*(?P<late_open>\()?\s*(?P<late_sign>[+{minus}])?\s*"
        rf"(?P<digits>(?:{by_three}|{by_two}|[0-9]+)(?:{point}(?![—{minus}])[0-9]*)?|{point}[0-9]+)"
        rf"(?:(?:[.,]|\s*/)[—={minus}]{{1,2}}(?![0-9]))?"  # no cents
        rf"(?:[eE](?P<e>[+{minus}]?[0-9]+)|\s*[x×·*]\s*10(?:\^(?P<ten>[+{minus}]?[0-9]+)|(?P<high>[{superscripts}]+)))?"
        rf"(?P<sign_behind>[{minus}])?\s*(?:(?P<power>(?i:{any_of(powers)}))\.?)?\s*(?P<behind>{any_of(units)})?"
        rf"\s*(?P<close>\))?\s*(?P<last_sign>[{minus}])?"
        r"(?:\s*(?:±|\+/?-)\s*[0-9].*|\s+[(\[][^()\[\]A-Za-z]*[0-9][^()\[\]A-Za-z]*[)\]])?(?:\s*(?:[*†‡§¶¹²³⁴⁵⁶⁷⁸⁹+\"]|\[\w{1,3}\]))*"
    )
    # Most cells are as simple as this, and are read in a tenth of the time.
    plain = [unit for unit, factor in units.items() if factor == 1]
    simple = re.compile(
        rf"(-?)(?:{any_of(plain)})? ?((?:[1-9][0-9]{{0,2}}(?:{re.escape(comma)}[0-9]{{3}})+|[0-9]+)(?:{point}[0-9]+)?)"
        rf"(?: ?({any_of(powers)}))?(?: ?(?:{any_of(plain)}))?"
    )
    names_of_signs = ("sign", "inner_sign", "late_sign", "sign_behind", "last_sign")
    # Arabic, Persian, Indian and full-width digits.
    as_ascii = {first + i: str(i) for first in (0x660, 0x6F0, 0x966, 0xFF10) for i in range(10)} | {0x66B: decimal}
    without_groups = str.maketrans(decimal, ".", f"{comma}'’{blanks}")
    of_exponent = str.maketrans(superscripts + minus, "0123456789-" + "-" * len(minus))

    def number_in(cell):
        if not isinstance(cell, str):
            return pd.to_numeric(cell, errors="coerce")
        if found := simple.fullmatch(cell):
            minus_sign, digits, word = found.groups()
            digits = digits.replace(comma, "").replace(decimal, ".")
            return float(f"{minus_sign}{digits}e{powers[word]}" if word else minus_sign + digits)
        found = grammar.fullmatch(cell.strip() if cell.isascii() else cell.strip().translate(as_ascii))
        if found is None or bool(found["open"] or found["late_open"]) != bool(found["close"]):
            return np.nan
        signs = [found[name] for name in names_of_signs if found[name]]
        if len(signs) > 1:
            return np.nan
        exponent = int((found["e"] or found["ten"] or found["high"] or "0").translate(of_exponent))
        exponent += powers[found["power"].lower()] if found["power"] else 0
        value = float(f"{found['digits'].translate(without_groups)}e{exponent}")
        value *= units.get(found["before"], 1) * units.get(found["behind"], 1)
        is_negative = signs[0] in minus if signs else brackets_negate and found["close"]
        return -value if is_negative else value

    codes, values = pd.factorize(cells)
    numbers = np.array([*map(number_in, values), np.nan], dtype=float)
    return pd.Series(numbers[codes], index=cells.index, name=cells.name)
