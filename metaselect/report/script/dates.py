"""What becomes of dates, as lines of Python that do the same with pandas alone."""

from __future__ import annotations

from collections.abc import Mapping

from metaselect.data.columns.dates import CYCLES, LAST_YEAR, LAST_YEAR_OF_PANDAS, DateColumn

__all__ = ["render_dates"]

_VALUES = {
    "month": "(moments.dt.month - 1)",
    "weekday": "moments.dt.day_of_week",
    "hour": "(moments.dt.hour + moments.dt.minute / 60 + moments.dt.second / 3600)",
}
_UNITS = {"days": "D", "seconds": "s", "milliseconds": "ms"}


def render_dates(dates: Mapping[str, DateColumn]) -> str:
    """Return the lines, each with its line break; nothing where there are no dates.

    Examples
    --------
    >>> print(render_dates({"when": DateColumn(("days", "month sin"))}), end="")
    # dates
    moments = data['when'].astype(str).str.strip()
    moments = pd.to_datetime(moments, format="mixed", dayfirst=False, errors="coerce", utc=True).dt.tz_localize(None)
    moments = moments.where(moments.dt.year <= 2261)
    data['when: days'] = (moments - pd.Timestamp(0)) / pd.Timedelta(days=1)
    data['when: month sin'] = np.sin(2 * np.pi * (moments.dt.month - 1) / 12)
    """
    lines = ["# dates"] if dates else []
    for name, date in dates.items():
        lines += _moments(f"data[{name!r}]", date)
        lines.append(f"moments = moments.where(moments.dt.year <= {LAST_YEAR})")
        lines += [f"data[{f'{name}: {part}'!r}] = {_part(part)}" for part in date.parts]
    return "".join(f"{line}\n" for line in lines)


def _moments(column: str, date: DateColumn) -> list[str]:
    if date.written == "yyyymmdd":
        texts = f'{column}.map("{{:.0f}}".format, na_action="ignore")'
        return [f'moments = pd.to_datetime({texts}, format="%Y%m%d", errors="coerce")']
    if date.written in _UNITS:
        return [f'moments = pd.to_datetime({column}, unit="{_UNITS[date.written]}", errors="coerce")']
    before = '"1970-01-01 " + ' if date.written == "times" else ""
    options = f'format="mixed", dayfirst={date.is_day_first}, errors="coerce", utc=True'
    lines = [
        f"moments = {before}{column}.astype(str).str.strip()",
        f"moments = pd.to_datetime(moments, {options}).dt.tz_localize(None)",
    ]
    if date.last_year < LAST_YEAR_OF_PANDAS:
        before = "moments - pd.DateOffset(years=100)"
        lines.append(f"moments = moments.mask(moments.dt.year > {date.last_year}, {before})")
    return lines


def _part(part: str) -> str:
    if part == "days":
        return "(moments - pd.Timestamp(0)) / pd.Timedelta(days=1)"
    if part == "year":
        return "moments.dt.year"
    if part in CYCLES:
        return f"{_VALUES[part]} + 1" if part == "month" else _VALUES[part]
    name, wave = part.split()
    return f"np.{wave}(2 * np.pi * {_VALUES[name]} / {CYCLES[name]})"
