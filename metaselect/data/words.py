"""Words by which tables are understood, each list with its language, which is a code of ISO 639-1.

To teach reading another language, add its words here; `any` holds what every language writes alike.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

__all__ = [
    "CURRENCIES",
    "DATE_WORDS",
    "DURATION_NAMES",
    "DURATION_UNITS",
    "GROUP_NAMES",
    "IDENTIFIER_NAMES",
    "KINDS_OF_ANSWERS",
    "LETTERS",
    "LETTERS_SELDOM_SEEN",
    "SCALES",
    "TARGET_NAMES",
    "TOTALS",
    "TOTALS_BEGIN",
    "TRUTH_VALUES",
    "USUAL_WORDS",
    "any_of",
]

# The first cell of a row below a table that sums it up is one of these words, ...
TOTALS = {"en": ("sum", "sums", "average", "mean")}
# ... or begins with one of these.
TOTALS_BEGIN = {
    "en": ("total", "grand total", "subtotal"),
    "de": ("summe", "gesamt"),
    "fr": ("somme",),
}

# What survey tools write below a question, in small letters.
KINDS_OF_ANSWERS = {
    "en": ("response", "responses", "open-ended response", "other (please specify)", "answer"),
    "de": ("antwort", "antworten", "offene antwort"),
    "fr": ("réponse", "réponses", "réponse ouverte"),
    "es": ("respuesta", "respuestas", "respuesta abierta"),
}

CURRENCIES = {"any": ("$", "€", "£", "¥", "₹", "USD", "EUR", "GBP", "CHF"), "hi": ("Rs", "Rs.")}

# Names of months, by language and from January on, with those that pandas knows ...
_MONTHS = {
    "de": (
        "januar jänner jan jän",
        "februar feb feber",
        "märz maerz mär mrz",
        "april apr",
        "mai",
        "juni jun",
        "juli jul",
        "august aug",
        "september sept sep",
        "oktober okt",
        "november nov",
        "dezember dez",
    ),
    "fr": (
        "janvier janv",
        "février fevrier févr fevr fév",
        "mars",
        "avril avr",
        "mai",
        "juin",
        "juillet juil",
        "août aout",
        "septembre sept",
        "octobre oct",
        "novembre nov",
        "décembre decembre déc",
    ),
    "es": (
        "enero ene",
        "febrero feb",
        "marzo",
        "abril abr",
        "mayo",
        "junio jun",
        "julio jul",
        "agosto ago",
        "septiembre setiembre sept sep",
        "octubre oct",
        "noviembre nov",
        "diciembre dic",
    ),
    "it": (
        "gennaio gen",
        "febbraio",
        "marzo",
        "aprile",
        "maggio mag",
        "giugno giu",
        "luglio lug",
        "agosto ago",
        "settembre set",
        "ottobre ott",
        "novembre",
        "dicembre dic",
    ),
    "pt": (
        "janeiro",
        "fevereiro fev",
        "março marco",
        "abril abr",
        "maio mai",
        "junho",
        "julho",
        "agosto ago",
        "setembro set",
        "outubro out",
        "novembro",
        "dezembro dez",
    ),
    "nl": (
        "januari",
        "februari",
        "maart mrt",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober okt",
        "november",
        "december",
    ),
}
# ... and words beside them that say nothing more.
_BESIDE_DATES = {
    "en": "of the",
    "de": "montag dienstag mittwoch donnerstag freitag samstag sonntag mo di mi do fr sa so den der um uhr",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim le à",
    "es": "lunes martes miércoles jueves viernes sábado domingo lun mié jue vie sáb dom de del el a las",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica il alle",
    "pt": "segunda terça quarta quinta sexta feira sábado domingo de",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
}
_MONTHS_OF_PANDAS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# What pandas is to read in place of the words in dates of each language.
DATE_WORDS = {
    language: {
        **dict.fromkeys(beside.split(), ""),
        **{
            name: month
            for names, month in zip(_MONTHS.get(language, ()), _MONTHS_OF_PANDAS, strict=False)
            for name in names.split()
        },
    }
    for language, beside in _BESIDE_DATES.items()
}

# What is behind the numbers in `2 days 3h 50m`, ...
DURATION_UNITS = {
    "en": {
        "day": ("d", "day", "days"),
        "hour": ("h", "hr", "hrs", "hour", "hours"),
        "minute": ("m", "min", "mins", "minute", "minutes"),
        "second": ("s", "sec", "secs", "second", "seconds"),
        "millisecond": ("ms", "msec", "milliseconds"),
        "week": ("w", "wk", "wks", "week", "weeks"),
    },
    "de": {
        "day": ("tag", "tage", "tagen"),
        "hour": ("std", "stunde", "stunden"),
        "minute": ("minute", "minuten"),
        "second": ("sek", "sekunde", "sekunden"),
        "week": ("woche", "wochen"),
    },
    "fr": {"day": ("j", "jour", "jours"), "hour": ("heure", "heures"), "minute": ("minute", "minutes")},
    "es": {"day": ("día", "días", "dia", "dias"), "hour": ("hora", "horas"), "minute": ("minuto", "minutos")},
}
# ... and words in the names of columns of durations.
DURATION_NAMES = {
    "en": ("duration", "length", "elapsed", "runtime", "lap", "pace", "time taken", "finish time", "split"),
    "de": ("dauer", "laufzeit"),
    "fr": ("durée", "duree"),
    "es": ("duración", "duracion"),
}

# The small letters, other than a to z, that words of a language are made of; by them encodings are told apart.
LETTERS = {
    "de": "äöüß",
    "fr": "àâæçèéêëîïôœùûüÿ",
    "es": "áéíñóúüªº",
    "pt": "àáâãçéêíóôõúüªº",
    "it": "àèéìíîòóùú",
    "sv fi da no": "åäöæøéü",
    "is": "áéíóúýþæöð",
    "nl": "áéëïóöüè",
    "ca": "àçèéíïòóúü",
    "cs": "áčďéěíňóřšťúůýž",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "pl": "ąćęłńóśźż",
    "hu": "áéíóöőúüű",
    "hr sl": "čćđšž",
    "ro": "ăâîșțşţ",
    "tr": "âçğıiöşüİ",
    "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž",
    "et": "äõöüšž",
    "el": "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ",
    "ru uk bg": "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґ",
    "sr mk": "абвгдежзиклмнопрстуфхцчшјљњћђџѓќѕ",
    "he": "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
    "ar": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهويىپچژگ",
    "th": "".join(map(chr, range(0x0E01, 0x0E4F))),
}
# What bytes of another encoding often turn into, and real words of these languages seldom hold.
LETTERS_SELDOM_SEEN = {"western": "ªºƒˆŽžŠšŸıﬁﬂΩπµ"}

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
