"""Why this advice, and what would change it, in words."""

from __future__ import annotations

from metaselect.recommendation import Condition, Counterfactual, OutOfOrder, PathStep, Reason, Rule
from metaselect.report.words.metafeatures import describe_value, format_value, label

__all__ = ["counterfactual_words", "out_of_order_words", "reason_words", "rule_words", "step_words"]


def reason_words(reason: Reason) -> str:
    """Return what the value of a metafeature means."""
    return describe_value(reason.metafeature, reason.value, reason.share_below)


def counterfactual_words(change: Counterfactual) -> str:
    """Return a change of the dataset, and which base learner would then come first."""
    there = format_value(change.metafeature, change.changed_to)
    less = change.changed_to < change.value
    bound = f"{there} or {'less' if less else 'more'}" if change.holds_beyond else f"about {there}"
    here = format_value(change.metafeature, change.value)
    return f"{change.learner} if the {label(change.metafeature)} were {bound} (here {here})"


def out_of_order_words(fact: OutOfOrder) -> str:
    """Return why a candidate stands below others whose expected scores are worse."""
    if fact.is_slower:
        return "better, but slower"
    return "in case 1 disappoints" if fact.rank == 2 else f"in case 1 to {fact.rank - 1} disappoint"


def step_words(step: PathStep) -> str:
    """Return a condition that the dataset meets."""
    condition = _condition_words(step.metafeature, step.threshold, is_above=step.is_above)
    return f"{condition} (here {format_value(step.metafeature, step.value)})"


def rule_words(rule: Rule) -> str:
    """Return a leaf of the tree: its conditions, and what does best where they hold."""
    best = rule.configuration
    what = " ".join([best.learner, *[f"{name}={value}" for name, value in best.changed.items()]])
    where = " and ".join(map(_words_of, rule.conditions)) or "always"
    return f"{where}: {what} (mean regret {rule.mean_regret:.3f} on {rule.n_datasets} known datasets)"


def _words_of(condition: Condition) -> str:
    return _condition_words(condition.metafeature, condition.threshold, is_above=condition.is_above)


def _condition_words(metafeature: str, threshold: float, *, is_above: bool) -> str:
    return f"{label(metafeature)} {'above' if is_above else 'at most'} {format_value(metafeature, threshold)}"
