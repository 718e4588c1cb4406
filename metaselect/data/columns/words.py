"""Words by which columns are known, by language, a code of ISO 639-1; `any` holds what every language writes alike."""

from __future__ import annotations

__all__ = ["GROUP_NAMES", "IDENTIFIER_NAMES", "SCALES", "TARGET_NAMES", "TRUTH_VALUES", "USUAL_WORDS"]

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
# Parts of the names of columns that number the rows, as regular expressions.
IDENTIFIER_NAMES = {
    "any": ("ids?", "uuid", "guid", "idx", "#"),
    "en": ("key", "index", "row(num|names)?", "obs(ervation)?", "serial", "case", "record", "rank", "no"),
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
