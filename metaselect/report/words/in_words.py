"""`in_words`: the one way from a fact to its sentence."""

from __future__ import annotations

from collections.abc import Callable

from metaselect.data import Note
from metaselect.facts import Fact
from metaselect.learners import Obstacle
from metaselect.recommendation import (
    Counterfactual,
    FewRowsRule,
    LearnerNotRegistered,
    MetricStandIn,
    MoreRowsThanKnown,
    NoCriteria,
    OutOfOrder,
    PathStep,
    RareClass,
    Reason,
    Rule,
    UnlikeKnown,
    ValidationScheme,
)
from metaselect.report.words import caveats, criteria, explanation, guidance, notes, obstacles, search
from metaselect.report.words.dialects import Dialect, as_option
from metaselect.search import ShuffledClaim, Surprise

__all__ = ["in_words"]

_WORDS: dict[type, Callable[..., str]] = {
    Obstacle: obstacles.obstacle_words,
    OutOfOrder: explanation.out_of_order_words,
    Reason: explanation.reason_words,
    Counterfactual: explanation.counterfactual_words,
    PathStep: explanation.step_words,
    Rule: explanation.rule_words,
    UnlikeKnown: caveats.unlike_words,
    MetricStandIn: caveats.stand_in_words,
    MoreRowsThanKnown: caveats.more_rows_words,
    NoCriteria: criteria.no_criteria_words,
    Surprise: search.surprise_words,
    ShuffledClaim: search.claim_words,
}
# Those that speak of a way out.
_WORDS_IN_DIALECT: dict[type, Callable[..., str]] = {
    LearnerNotRegistered: caveats.not_registered_words,
    Note: notes.note_words,
    ValidationScheme: guidance.validation_words,
    **guidance.WORDS_ON_SPLITS,
    RareClass: guidance.rare_class_words,
    FewRowsRule: guidance.few_rows_words,
}


def in_words(fact: Fact, say: Dialect = as_option) -> str:
    """Return a fact as a sentence without its full stop.

    Parameters
    ----------
    fact : Fact
        Of a type that this file lists.
    say : Dialect
        How a way out is said: `as_option`, as on the command line, or `as_argument`, as in Python.

    Examples
    --------
    >>> from metaselect.recommendation import ByRows
    >>> in_words(ByRows("single", 800, is_stratified=True))
    '800 rows are enough for a single round; every fold gets its share of each class'
    >>> from metaselect.report import as_argument
    >>> in_words(RareClass("accuracy", "it hardly tells models apart", 0.1, 0.9, ("roc_auc",)), as_argument)
    "the rarest class has 10 % ... so accuracy hardly tells models apart; metric='roc_auc' does"
    """
    if type(fact) in _WORDS:
        return _WORDS[type(fact)](fact)
    return _WORDS_IN_DIALECT[type(fact)](fact, say)
