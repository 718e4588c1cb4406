"""Which splits and which metric suit the data, in words."""

from __future__ import annotations

from collections.abc import Callable

from metaselect.recommendation import ByGroups, ByRows, ByTime, FewRowsRule, RareClass, ValidationScheme
from metaselect.report.text.numbers import percent
from metaselect.report.words.dialects import Dialect

__all__ = [
    "WORDS_ON_SPLITS",
    "by_groups_words",
    "by_rows_words",
    "by_time_words",
    "few_rows_words",
    "rare_class_words",
    "validation_words",
]

_SMALL_SHARE = 0.01


def validation_words(scheme: ValidationScheme, say: Dialect) -> str:
    """Return which splits to use and why."""
    return f"{scheme.code}: {WORDS_ON_SPLITS[type(scheme.why)](scheme.why, say)}"


def by_groups_words(why: ByGroups, say: Dialect) -> str:
    """Return why rows of a group stay together."""
    words = (
        f"{why.column} groups the rows ({why.n_groups} groups): those of one group are kept together, or the model "
        "would be tested on groups it knows"
    )
    leave_out = f"; it then helps to leave the column out ({say('drop', why.column)})"
    return words + leave_out if why.is_learned_from else words


def by_time_words(why: ByTime, say: Dialect) -> str:
    """Return why the past predicts the future."""
    return (
        f"{why.column} tells when a row was: each fold predicts rows later than those it learns from, as a forecast "
        "would; expected scores are for shuffled rows and may be too good for that. If the model is not to predict the "
        f"future: {why.otherwise.code}"
    )


def by_rows_words(why: ByRows, say: Dialect) -> str:
    """Return why so many rounds of random folds are enough, and what speaks for splits in time."""
    share = "; every fold gets its share of each class" if why.is_stratified else ""
    words = {
        "holdout": f"on {why.n_rows:,} rows one third held out is exact enough{share.replace('fold', 'side')}",
        "repeated": f"on {why.n_rows} rows a single round of folds is a matter of luck, and repeating it costs little"
        f"{share}; compare candidates on the same folds",
        "single": f"{why.n_rows:,} rows are enough for a single round{share}",
    }[why.rounds]
    if why.time is None:
        return words
    if why.is_too_rare:
        return f"{words}; {why.time} tells when a row was, but the rarest class is too rare to split by time"
    later = "rows sorted by it and TimeSeriesSplit(n_splits=5) show what it can do"
    return f"{words}; if the model is to predict a later {why.time}, {later}"


WORDS_ON_SPLITS: dict[type, Callable[..., str]] = {
    ByGroups: by_groups_words,
    ByTime: by_time_words,
    ByRows: by_rows_words,
}


def rare_class_words(advice: RareClass, say: Dialect) -> str:
    """Return what a rare class means for the metric."""
    others = _others(advice.alternatives, say)
    commonest = percent(advice.commonest, _SMALL_SHARE)
    words = {
        "it hardly tells models apart": f"always predicting the most frequent one has an accuracy of {commonest}, so "
        f"accuracy hardly tells models apart; {others} does",
        "it judges the whole order": "roc_auc judges the order of all rows, also where a rare class is never looked "
        "for; if only the top of the list is acted upon, look at average_precision on your data too, and choose the "
        "threshold of a prediction by what errors cost",
        "the threshold is open": "roc_auc does not mind, but choose the threshold of a prediction by what errors cost, "
        "not 0.5",
        "every row counts alike": "neg_log_loss counts every row alike, so rare classes hardly matter to it; if they "
        f"matter as much as the others: {others}",
    }[advice.issue]
    return f"the rarest class has {percent(advice.rarest, _SMALL_SHARE)} of the rows: {words}"


def few_rows_words(advice: FewRowsRule, say: Dialect) -> str:
    """Return that few rows rule a metric, and what to do about it."""
    positive = "; if relative errors matter, predict the logarithm of the target" if advice.is_positive else ""
    share = percent(advice.share, _SMALL_SHARE)
    return (
        f"1 % of the rows make up {share} of the squared deviations of the target: {advice.metric} is ruled by "
        f"them; if errors are to count by their size, {_others(advice.alternatives, say)}{positive}"
    )


def _others(metrics: tuple[str, ...], say: Dialect) -> str:
    return " or ".join(say("metric", name) for name in metrics)
