"""Why a configuration has no information criteria, in words."""

from __future__ import annotations

from metaselect.recommendation import NoCriteria

__all__ = ["no_criteria_words"]

_NO_LIKELIHOOD = {
    "huber": "Huber's loss is that of no likelihood with a known scale",
    "linear_svm": "the hinge loss is that of no likelihood",
    "linear_discriminant": "its likelihood is that of columns and classes together, which compares with no other",
}


def no_criteria_words(reason: NoCriteria) -> str:
    """Return why there are none."""
    return f"{reason.learner} {_WORDS[reason.obstacle](reason)}"


def _not_linear(reason: NoCriteria) -> str:
    *others, last = reason.details["others"]
    return f"is no linear model: information criteria are for {', '.join(others)} and {last}; use cross-validation"


def _no_likelihood(reason: NoCriteria) -> str:
    return f"has no information criterion: {_NO_LIKELIHOOD[reason.learner]}"


def _class_weights(reason: NoCriteria) -> str:
    return "with class weights maximises no likelihood of the rows as they are"


def _looks_at_target(reason: NoCriteria) -> str:
    steps = " and ".join(f"{name}={value}" for name, value in reason.details["steps"].items())
    return (
        f"with {steps} has no information criterion: that step looks at the target, and its degrees of freedom are not "
        "known"
    )


def _many_parameters(reason: NoCriteria) -> str:
    return (
        f"has {reason.details['n_parameters']} parameters on this table; effective degrees of freedom are computed up "
        f"to {reason.details['most']}: use cross-validation instead"
    )


_WORDS = {
    "not linear": _not_linear,
    "no likelihood": _no_likelihood,
    "class weights": _class_weights,
    "steps that look at the target": _looks_at_target,
    "many parameters": _many_parameters,
}
