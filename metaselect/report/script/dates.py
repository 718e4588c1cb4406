"""What becomes of dates, as lines of Python that do the same with pandas and NumPy alone."""

from __future__ import annotations

from collections.abc import Mapping

from metaselect.data import DateColumn
from metaselect.report.script.sources import source_of

__all__ = ["render_dates"]


def render_dates(dates: Mapping[str, DateColumn]) -> str:
    r"""Return the lines, each with its line break; nothing where there are no dates.

    Parameters
    ----------
    dates : mapping of str to DateColumn
        What becomes of each column of dates.

    Examples
    --------
    >>> script = render_dates({"when": DateColumn(("days", "month sin"), is_day_first=True)})
    >>> print(*script.splitlines()[-4:], sep="\n")
    # dates
    moments = moments_in(data['when'], is_day_first=True)
    data['when: days'] = part_of(moments, 'days')
    data['when: month sin'] = part_of(moments, 'month sin')
    """
    if not dates:
        return ""
    lines = ["# dates"]
    for name, date in dates.items():
        writing = "".join(f", {argument}={value!r}" for argument, value in date.writing.items())
        lines.append(f"moments = moments_in(data[{name!r}]{writing})")
        lines += [f"data[{date.part_name(name, part)!r}] = part_of(moments, {part!r})" for part in date.parts]
    functions = "\n\n".join(source_of(function) for function in DateColumn.functions)
    return f"\n\n{functions}\n\n" + "".join(f"{line}\n" for line in lines)
