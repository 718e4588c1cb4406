"""Words by which tables are understood, each list with its language, which is a code of ISO 639-1.

To teach reading another language, add its words here, in `time_words.py` and its letters in `letters.py`; `any` holds
what every language writes alike.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

__all__ = [
    "CURRENCIES",
    "GROUP_NAMES",
    "IDENTIFIER_NAMES",
    "KINDS_OF_ANSWERS",
    "MISSING_BESIDE_NUMBERS",
    "OPPOSITES",
    "PER_CENT",
    "POWERS_OF_TEN",
    "REMARKS_BEGIN",
    "SAME_MONEY",
    "SCALES",
    "SMALLER_UNITS",
    "TARGET_NAMES",
    "TOTALS",
    "TOTALS_BEGIN",
    "TRUTH_VALUES",
    "USUAL_WORDS",
    "any_of",
]

# The first cell of a row below a table that sums it up is one of these words, ...
TOTALS = {
    "en": ("sum", "sums", "average", "averages", "mean", "median", "count", "overall", "all"),
    "de": ("mittelwert", "durchschnitt", "insgesamt"),
    "fr": ("moyenne", "ensemble"),
    "es": ("suma", "media", "promedio"),
}
# ... or begins with one of these.
TOTALS_BEGIN = {
    "en": ("total", "grand total", "subtotal"),
    "de": ("summe", "gesamt", "gesamtsumme", "gesamtergebnis", "zwischensumme"),
    "fr": ("somme", "sous-total"),
    "es": ("suma total", "gran total"),
}

# A line below a table that says something about it begins with one of these.
REMARKS_BEGIN = {
    "en": (
        "source",
        "sources",
        "note",
        "notes",
        "remark",
        "downloaded",
        "generated",
        "exported",
        "copyright",
        "end of",
    ),
    "de": ("quelle", "quellen", "hinweis", "anmerkung", "stand"),
    "fr": ("source", "note", "remarque"),
    "es": ("fuente", "nota"),
}

# What survey tools write below a question, in small letters.
KINDS_OF_ANSWERS = {
    "en": ("response", "responses", "open-ended response", "other (please specify)", "answer"),
    "de": ("antwort", "antworten", "offene antwort"),
    "fr": ("réponse", "réponses", "réponse ouverte"),
    "es": ("respuesta", "respuestas", "respuesta abierta"),
}

# Signs and words for money, before or behind a number, in any case.
CURRENCIES = {
    "any": (
        *"$€£¥₹₽₩₺₴₦₫₱฿₪₡₲₸₼₾₵₭₮₨৳₿¢￥＄￡",
        *("US$", "U$", "AU$", "A$", "CA$", "C$", "CAD$", "NZ$", "HK$", "S$", "SG$", "NT$", "MX$", "R$", "RD$", "J$"),
        *("$US", "$CA", "$AU", "$NZ", "Mex$", "CLP$", "COP$", "AR$", "B/.", "S/.", "S/", "Bs", "Bs."),
        # codes of ISO 4217
        *("USD", "EUR", "GBP", "CHF", "JPY", "CNY", "INR", "BRL", "PLN", "SEK", "NOK", "DKK", "ISK"),
        *("CZK", "HUF", "RON", "BGN", "HRK", "RSD", "RUB", "UAH", "TRY", "AUD", "CAD", "NZD", "HKD"),
        *("SGD", "TWD", "MXN", "ZAR", "KRW", "THB", "IDR", "MYR", "PHP", "VND", "ILS", "AED", "SAR"),
        *("QAR", "KWD", "BHD", "OMR", "EGP", "MAD", "TND", "NGN", "KES", "GHS", "ETB", "UGX", "TZS"),
        *("PKR", "BDT", "LKR", "NPR", "ARS", "CLP", "COP", "PEN", "UYU", "BOB", "PYG", "DOP", "CRC"),
        *("GTQ", "KZT", "GEL", "AMD", "AZN", "BYN", "UZS", "IRR", "IQD", "JOD", "LBP", "DEM", "FRF"),
        *("ITL", "ESP", "ATS", "NLG", "BEF", "BTC", "ETH"),
    ),
    "en": ("dollar", "dollars", "euro", "euros", "pound", "pounds", "cents", "pence", "yen", "yuan", "rupees"),
    "de": ("Fr", "Fr.", "SFr", "SFr.", "Franken", "Rappen", "DM"),
    "hi": ("Rs", "Rs.", "Re", "Re.", "Rupee", "Rupees"),
    "nordic": ("kr", "kr.", "kronor", "kroner", "SEK kr"),
    "pl": ("zł", "zl", "złotych", "zlotych"),
    "cs": ("Kč", "Kc", "Kčs"),
    "hu": ("Ft", "Ft."),
    "ro": ("lei", "leu"),
    "bg": ("лв", "лв."),
    "ru": ("руб", "руб.", "р.", "рублей"),
    "uk": ("грн", "грн."),
    "hr": ("kn",),
    "sr": ("din", "din."),
    "tr": ("TL",),
    "ms": ("RM",),
    "id": ("Rp", "Rp."),
    "vi": ("đ", "VND đ"),
    "ar": ("ر.س", "د.إ", "ج.م", "﷼"),
    "zh": ("元", "人民币", "RMB"),
    "ja": ("円",),
    "ko": ("원",),
    "af": ("R", "Ksh", "KSh", "TSh", "USh", "GH₵", "Br", "Birr"),
}
# Words for the same money; each of the others above is one of its own.
SAME_MONEY = (
    ("$", "usd", "us$", "u$", "$us", "dollar", "dollars", "＄"),
    ("€", "eur", "euro", "euros"),
    ("£", "gbp", "pound", "pounds", "￡"),
    ("¥", "jpy", "yen", "円", "￥"),
    ("cny", "rmb", "yuan", "元", "人民币"),
    ("₹", "inr", "rs", "re", "₨", "rupee", "rupees"),
    ("chf", "fr", "sfr", "franken"),
    ("r$", "brl"),
    ("zł", "zl", "pln", "złotych", "zlotych"),
    ("kč", "kc", "kčs", "czk"),
    ("ft", "huf"),
    ("₽", "rub", "руб", "р", "рублей"),
    ("₩", "krw", "원"),
    ("₺", "try", "tl"),
    ("₴", "uah", "грн"),
)
# Behind a number, in any case and perhaps with a point: words for powers of ten, by their exponents. Words of one list
# stand in one column; single letters may be units as well.
POWERS_OF_TEN: dict[str, dict[int, tuple[str, ...]]] = {
    "any": {3: ("k",), 6: ("m", "mn", "mln"), 9: ("b", "bn", "bln", "g"), 12: ("t", "tn", "trn")},
    "en": {
        2: ("hundred",),
        3: ("thousand", "thousands"),
        6: ("million", "millions", "mill", "mio"),
        9: ("billion", "billions"),
        12: ("trillion", "trillions"),
    },
    "hi": {
        3: ("k", "thousand", "thousands"),
        5: ("l", "lac", "lacs", "lakh", "lakhs"),
        7: ("cr", "crore", "crores"),
    },
    "de": {
        3: ("tsd", "tausend"),
        6: ("mio", "million", "millionen"),
        9: ("mrd", "mia", "milliarde", "milliarden"),
        12: ("bio", "billion", "billionen"),
    },
    "fr": {3: ("k", "mille"), 6: ("m", "million", "millions"), 9: ("md", "mds", "milliard", "milliards")},
    "es": {3: ("mil",), 6: ("mill", "millón", "millon", "millones"), 9: ("mil millones",)},
    "pt": {3: ("mil",), 6: ("mi", "milhão", "milhões"), 9: ("bi", "bilhão", "bilhões", "mil milhões")},
    "it": {3: ("mila",), 6: ("mln", "milione", "milioni"), 9: ("mld", "miliardo", "miliardi")},
    "pl": {3: ("tys",), 6: ("mln",), 9: ("mld",), 12: ("bln",)},
    "nl": {3: ("duizend",), 6: ("mln", "miljoen"), 9: ("mld", "mrd", "miljard")},
    "nordic": {3: ("tusen", "tkr"), 6: ("mkr", "mn", "mio", "miljoner"), 9: ("mia", "mdr", "mrd", "miljarder")},
    "ru": {3: ("тыс", "тысяч"), 6: ("млн", "миллионов"), 9: ("млрд",), 12: ("трлн",)},
    "zh": {3: ("千",), 4: ("万", "萬"), 6: ("百万",), 8: ("亿", "億"), 12: ("兆",)},
    "ko": {3: ("천",), 4: ("만",), 6: ("백만",), 8: ("억",), 12: ("조",)},
}
# Behind a number: words of which the first make it negative and the second do not, where both are in a column.
OPPOSITES = {
    "account": ((("dr", "debit", "db", "d"), ("cr", "credit", "c")), (("s", "soll"), ("h", "haben"))),
    "place": (
        (("s", "°s", "° s"), ("n", "°n", "° n")),
        (("w", "°w", "° w"), ("e", "°e", "° e", "o", "°o")),
    ),
    "era": ((("bc", "bce", "v. chr", "av. j.-c"), ("ad", "ce", "n. chr", "ap. j.-c")),),
}
# Shares, and how many of a hundred each is.
PER_CENT = {
    "%": 1.0,
    **dict.fromkeys(("％", "pct", "pct.", "percent", "per cent", "prozent", "p.c.", "pc"), 1.0),
    **dict.fromkeys(("‰", "per mille", "per mil", "promille"), 0.1),
    **dict.fromkeys(("bp", "bps"), 0.01),
}
# Units that stand behind one another in one amount, in small letters: the larger, the smaller, how many make one.
SMALLER_UNITS: tuple[tuple[tuple[str, ...], tuple[str, ...], float], ...] = (
    (
        ("ft", "foot", "feet", "'", "′", "’", "´", "`"),
        ("in", "ins", "inch", "inches", '"', "″", "”", "“", "''", "’’", "´´", "′′"),
        12,
    ),
    (("lb", "lbs", "pound", "pounds"), ("oz", "ounce", "ounces"), 16),
    (("st", "stone", "stones"), ("lb", "lbs", "pound", "pounds"), 14),
    (("kg", "kilo", "kilos"), ("g", "gr", "gram", "grams", "gramm"), 1000),
    (("m", "meter", "meters", "metre", "metres"), ("cm", "centimeters", "zentimeter"), 100),
    (("km",), ("m",), 1000),
    (("°", "deg", "º"), ("'", "′", "’", "min"), 60),
)
# Behind or in place of a number that is not known; in a column of words they may be words like others.
MISSING_BESIDE_NUMBERS = {
    "any": (
        ".",
        "..",
        "...",
        "…",
        "-",
        "--",
        "---",
        "–",
        "—",
        "−",
        "*",
        "**",
        "/",
        "\\",
        "x",
        "#",
        "_",
        ":",
        "?",
        "??",
    ),
    "en": (
        *(
            "na",
            "n.a.",
            "n.a",
            "n/a",
            "nan",
            "null",
            "nil",
            "n/k",
            "nk",
            "n.k.",
            "not known",
            "unknown",
            "unk",
            "missing",
        ),
        *("miss", "nd", "n.d.", "n/d", "no data", "nodata", "no value", "no answer", "no response", "not available"),
        *("not applicable", "not reported", "not recorded", "not measured", "not stated", "not given", "not answered"),
        *("unavailable", "unspecified", "undefined", "blank", "empty", "dk", "d/k", "dk/na", "don't know", "dont know"),
        *("do not know", "refused", "ref", "rf", "declined", "prefer not to say", "prefer not to answer", "skipped"),
        *("skip", "tba", "tbd", "tbc", "n.s.", "suppressed", "withheld", "redacted", "confidential", "bdl", "bld"),
        *("below detection", "below detection limit", "not detected", "n.m.", "invalid", "error", "err", "none given"),
        *("not provided", "not determined", "not sure", "can't say", "cannot say", "no info", "no information", "void"),
    ),
    "de": (
        *("k.a.", "k. a.", "ka", "keine angabe", "keine angaben", "unbekannt", "fehlt", "fehlend", "weiß nicht"),
        *("weiss nicht", "nicht verfügbar", "entfällt", "n.v.", "n. v.", "nicht bekannt"),
    ),
    "fr": (
        "nc",
        "n.c.",
        "n/c",
        "nr",
        "n.r.",
        "inconnu",
        "inconnue",
        "non disponible",
        "sans réponse",
        "nsp",
        "manquant",
    ),
    "es": (
        "s/d",
        "s.d.",
        "sd",
        "sin dato",
        "sin datos",
        "desconocido",
        "ns/nc",
        "nsnc",
        "no sabe",
        "no contesta",
        "n/c",
    ),
    "pt": ("sem dados", "sem informação", "desconhecido", "não informado", "nao informado", "ignorado", "ns/nr"),
    "it": ("n.d.", "nd", "non disponibile", "sconosciuto", "non so"),
    "pl": ("brak", "brak danych", "b.d.", "bd", "nie wiem"),
    "nl": ("onbekend", "nvt", "n.v.t.", "geen data", "weet niet"),
    "nordic": ("ukjent", "okänd", "saknas", "vet ej", "vet ikke", "ved ikke", "ingen data"),
    "ru": ("н/д", "нд", "нет данных", "неизвестно"),
}

# Two values that stand for yes and no.
TRUTH_VALUES = {
    "any": ({"0", "1"}, {"0.0", "1.0"}),
    "en": ({"yes", "no"}, {"y", "n"}, {"true", "false"}, {"t", "f"}, {"on", "off"}),
    "de": ({"ja", "nein"},),
    "fr": ({"oui", "non"},),
    "es": ({"si", "no"}, {"sí", "no"}),
}
# Values that people know the order of, from low to high.
SCALES = {
    "en": (
        ("low", "medium", "high"),
        ("small", "medium", "large"),
        ("poor", "fair", "good", "very good", "excellent"),
        ("never", "rarely", "sometimes", "often", "always"),
        ("strongly disagree", "disagree", "neutral", "agree", "strongly agree"),
        ("very unsatisfied", "unsatisfied", "neutral", "satisfied", "very satisfied"),
        ("very unlikely", "unlikely", "neutral", "likely", "very likely"),
        ("xs", "s", "m", "l", "xl", "xxl"),
        ("very unfavorably", "somewhat unfavorably", "neutral", "somewhat favorably", "very favorably"),
    ),
}
# Words in the names of columns that number the rows.
IDENTIFIER_NAMES = {
    "any": ("id", "ids", "uuid", "guid", "idx", "#"),
    "en": (
        *("key", "index", "row", "rownum", "rownames", "obs", "observation", "serial", "case", "record", "rank"),
        "no",
    ),
    "de": ("nr",),
}
# What rows may belong to.
GROUP_NAMES = {
    "en": (
        *("patient", "subject", "person", "user", "customer", "client", "student", "household", "family", "group"),
        *("session", "site", "batch", "store"),
    ),
}
# What a column that is to be predicted is called.
TARGET_NAMES = {"any": ("y",), "en": ("target", "label", "class")}
# Words, without a final s, that name many a target, and many a column that has nothing to do with it.
USUAL_WORDS = {
    "en": (
        *("target", "label", "clas", "outcome", "result", "response", "score", "value", "type", "statu", "level"),
        *("group", "rate", "count", "number", "total", "code", "id", "index", "name", "year", "time"),
    ),
}


def any_of(words: Mapping[str, Sequence[str]]) -> str:
    """Return a regular expression for the words of all languages, or of all units.

    Parameters
    ----------
    words : mapping of str to sequence of str
        One of the lists of this module.

    Examples
    --------
    >>> any_of({"en": ("sum",), "de": ("summe",)})
    '(?:summe|sum)'
    """
    longest_first = sorted((word for some in words.values() for word in some), key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, longest_first))})"  # so that none hides another that begins with it
