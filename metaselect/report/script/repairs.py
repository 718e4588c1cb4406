"""`Repairs` as lines of Python that do the same with pandas alone."""

from __future__ import annotations

from metaselect.data import Repairs
from metaselect.data.reading.missing import MISSING_SPELLINGS
from metaselect.data.reading.repairs import FOOTNOTE, IN_BRACKETS, MINUS, NUMBER_MARKS, UNIT, UNITS_FOR_PANDAS

__all__ = ["render_repairs"]

_NUMBERS = (
    "data = data.apply(lambda c: n if (n := pd.to_numeric(c, errors='coerce')).notna().eq(c.notna()).all() else c)"
)


def render_repairs(repairs: Repairs) -> str:
    """Return the lines, each with its line break; nothing where there is nothing to put right.

    Examples
    --------
    >>> print(render_repairs(Repairs(blanks=("city",))), end="")
    for name in ['city']:  # blanks around text
        data[name] = data[name].str.strip().replace(['', ...], np.nan)
    """
    lines = []
    if repairs.subtitles:
        lines += [f"data = data.iloc[1:].set_axis({list(repairs.subtitles)!r}, axis=1)", *_NUMBERS]
    if repairs.extra_rows:
        lines += [f"data = data.drop(index=data.index[{list(repairs.extra_rows)!r}])", _NUMBERS]
    if repairs.names:
        lines.append(f"data = data.rename(columns={dict(repairs.names)!r})")
    if repairs.footnotes:
        lines += _for_each(repairs.footnotes, "footnotes", f'.str.strip().str.replace(r"{FOOTNOTE}", "", regex=True)')
    if repairs.blanks:
        lines += _for_each(
            repairs.blanks, "blanks around text", f".str.strip().replace({list(MISSING_SPELLINGS)!r}, np.nan)"
        )
    for decimal in (".", ","):
        names = [name for name, mark in repairs.numbers.items() if mark == decimal]
        if names:
            english = '.str.replace(".", "").str.replace(",", ".")' if decimal == "," else ""
            negative = f'.str.strip().str.replace(r"{IN_BRACKETS}", r"-\\1", regex=True).str.replace("{MINUS}", "-")'
            digits = f'data[name]{negative}{english}.str.replace(r"{NUMBER_MARKS}", "", regex=True)'
            lines += [
                f"for name in {names!r}:  # numbers written as text",
                f'    data[name] = pd.to_numeric({digits}, errors="coerce")',
            ]
    if repairs.durations:
        units = "".join(f'.str.replace(r"{a}", {b!r}, regex=True)' for a, b in UNITS_FOR_PANDAS.items())
        lines += [
            f"for name in {list(repairs.durations)!r}:  # durations in seconds",
            f"    cells = data[name].str.lower(){units}",
            f'    cells = cells.where(cells.str.contains("{UNIT}", na=False))',
            '    data[name] = pd.to_timedelta(cells, errors="coerce").dt.total_seconds()',
        ]
    for name, usual in repairs.spellings.items():
        lines.append(f"data[{name!r}] = data[{name!r}].replace({dict(usual)!r})  # other spellings")
    if repairs.empty_rows:
        lines.append('data = data.dropna(how="all")')
    return "".join(f"{line}\n" for line in lines)


def _for_each(names, comment: str, methods: str) -> list[str]:
    return [f"for name in {list(names)!r}:  # {comment}", f"    data[name] = data[name]{methods}"]
