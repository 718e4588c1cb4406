"""Units behind numbers: which are the same, which are a factor apart, and which say that a number is negative."""

from __future__ import annotations

import re
from collections.abc import Iterable

from metaselect.data.words import CURRENCIES, OPPOSITES, PER_CENT, POWERS_OF_TEN, SAME_MONEY, any_of

__all__ = ["factors_of", "is_money", "money_key", "opposite_signs", "power_and_unit", "powers_of_ten", "unit_key"]

_PREFIXES = {"n": 1e-9, "µ": 1e-6, "u": 1e-6, "m": 1e-3, "c": 1e-2, "d": 1e-1, "": 1.0, "h": 1e2, "k": 1e3}
_LARGE_PREFIXES = {"": 1.0, "k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12, "p": 1e15}
_MASSES = {f"{prefix}g": factor for prefix, factor in _PREFIXES.items()} | {"mcg": 1e-6}
_VOLUMES = {f"{prefix}l": factor for prefix, factor in _PREFIXES.items()}
# Units of one family are a factor apart that leaves no doubt; without case, as people write them in any.
_FAMILIES: tuple[dict[str, float], ...] = (
    {**_MASSES, "t": 1e6, "lb": 453.59237, "lbs": 453.59237, "pound": 453.59237, "oz": 28.349523125},
    {
        **{f"{prefix}m": factor for prefix, factor in _PREFIXES.items()},
        "mi": 1609.344,
        "mile": 1609.344,
        "yd": 0.9144,
        "ft": 0.3048,
        "feet": 0.3048,
        "inch": 0.0254,
    },
    _VOLUMES,
    *({f"{mass}/{volume}": factor for mass, factor in _MASSES.items()} for volume in ("l", "dl", "ml", "kg", "m³")),
    {f"{prefix}mol/l": factor for prefix, factor in _PREFIXES.items()},
    {f"{prefix}b": factor for prefix, factor in _LARGE_PREFIXES.items()},
    {f"{prefix}hz": factor for prefix, factor in _LARGE_PREFIXES.items()},
    {"mm²": 1e-6, "cm²": 1e-4, "m²": 1.0, "sqm": 1.0, "ha": 1e4, "km²": 1e6},
    {"km/h": 1 / 3.6, "kmh": 1 / 3.6, "kph": 1 / 3.6, "m/s": 1.0, "mph": 0.44704},
    {"ns": 1e-9, "µs": 1e-6, "us": 1e-6, "ms": 1e-3, "s": 1.0, "sec": 1.0},
    PER_CENT,
)
_CASED_PREFIXES = {"µ": 1e-6, "m": 1e-3, "": 1.0, "k": 1e3, "M": 1e6, "G": 1e9}
# A small and a capital m are a billion apart.
_CASED_FAMILIES: tuple[dict[str, float], ...] = tuple(
    {
        f"{prefix}{unit}": factor
        for prefix, factor in (("µ", 1e-6), ("m", 1e-3), ("", 1.0), ("k", 1e3), ("M", 1e6), ("G", 1e9))
    }
    for unit in ("W", "V", "A", "Wh", "Pa", "J", "Ω")
)
_LETTERS_OF_CURRENCY = 3
# Long patterns are compiled when they are first used, as most tables need none of them.
_MONEY = any_of(CURRENCIES)
_POWER_AND_UNIT = (
    rf"(?P<power>{any_of({language: sum(words.values(), ()) for language, words in POWERS_OF_TEN.items()})})\.?\s*"
    rf"(?P<unit>(?:{_MONEY}|%)?)\.?"
)


def is_money(text: str) -> bool:
    """Return whether a text is the sign of a currency, or a word for one."""
    return re.fullmatch(_MONEY, text, re.IGNORECASE) is not None


def money_key(text: str) -> str:
    """Return a text that is the same for all signs and words of a currency.

    Examples
    --------
    >>> money_key("Rs.") == money_key("INR"), money_key("kr.")
    (True, 'kr')
    """
    key = text.casefold().strip(". ")
    return next((same[0] for same in SAME_MONEY if key in same), key)


def unit_key(unit: str) -> str:
    """Return a text by which a unit is the same in any case, in the plural and with a point.

    Examples
    --------
    >>> unit_key("Reviews"), unit_key("review"), unit_key("KG."), unit_key("kW"), unit_key("kg/m3")
    ('review', 'review', 'kg', 'kW', 'kg/m³')
    """
    unit = re.sub(r"(?<=m)\^?([23])$", lambda found: "²³"[int(found[1]) - 2], unit.strip(" .")).replace("μ", "µ")
    if any(unit in family for family in _CASED_FAMILIES):
        return unit
    key = re.sub(r"\s+", " ", unit).casefold()
    if len(key) > 3 and key.endswith("s"):
        return key.removesuffix("ies") + "y" if key.endswith("ies") else key[:-1]
    return {"lbs": "lb", "%": "%", "pct": "%", "percent": "%", "per cent": "%", "prozent": "%"}.get(key, key)


def factors_of(main: str, others: Iterable[str]) -> dict[str, float]:
    """Return by what numbers before other units are multiplied to be in the main unit, where that is certain.

    Parameters
    ----------
    main : str
        The key of a unit.
    others : iterable of str
        Keys of units; those that have nothing to do with the main one are not in the answer.

    Examples
    --------
    >>> factors_of("km", ["m", "kg"]), factors_of("°c", ["°f"])
    ({'m': 0.001}, {})
    """
    family: dict[str, float] = next((units for units in (*_CASED_FAMILIES, *_FAMILIES) if main in units), {})
    if main == "m" and set(others) & {"b", "k"}:
        return {}
    return {other: float(f"{family[other] / family[main]:.15g}") for other in others if other in family}


def opposite_signs(keys: Iterable[str]) -> dict[str, float] | None:
    """Return which of the units say that a number is negative, None where they say nothing of the kind.

    Examples
    --------
    >>> opposite_signs(["cr", "dr"]), opposite_signs(["cr"])
    ({'cr': 1.0, 'dr': -1.0}, None)
    """
    keys = list(keys)
    for pairs in OPPOSITES.values():
        for negative, positive in pairs:
            if set(keys) <= {*negative, *positive} and set(keys) & set(negative) and set(keys) & set(positive):
                return {key: -1.0 if key in negative else 1.0 for key in keys}
    return None


def power_and_unit(text: str) -> tuple[str, str] | None:
    """Return the word for a power of ten at the beginning of what is behind a number, and the currency behind it.

    Examples
    --------
    >>> power_and_unit("Mio. €"), power_and_unit("K"), power_and_unit("kEUR")
    (('mio', '€'), ('k', ''), ('k', 'EUR'))
    >>> power_and_unit("kr"), power_and_unit("lbs")
    (None, None)
    """
    found = re.fullmatch(_POWER_AND_UNIT, text, re.IGNORECASE)
    if found is None or is_money(text):
        return None
    unit = found["unit"]
    is_joined = unit[:1].isalpha() and text[len(found["power"]) :].startswith(unit)
    if is_joined and not (unit.isupper() and len(unit) == _LETTERS_OF_CURRENCY):
        return None  # such as lbs, which are no 100,000 bolivianos
    return (found["power"].lower(), found["unit"])


def powers_of_ten(words: set[str]) -> dict[str, int]:
    """Return the exponents of words that stand together, with those of other words of the same language.

    Examples
    --------
    >>> powers_of_ten({"lakh", "cr"})["crore"]
    7
    """
    lists = [
        {word: power for power, names in by_power.items() for word in names} for by_power in POWERS_OF_TEN.values()
    ]
    lists += [lists[0] | of_language for of_language in lists]
    return next((exponents for exponents in lists if words <= set(exponents)), {})
