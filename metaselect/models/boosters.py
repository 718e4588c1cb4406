"""Models of XGBoost in its own format, UBJSON, whose trees are checked before they are used."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np

__all__ = ["BoosterBytes"]

_NO_CHILD = -1


@dataclass(frozen=True, eq=False)
class BoosterBytes:
    """A model of XGBoost.

    Attributes
    ----------
    ubj : bytes
        In the format in which XGBoost saves models.
    """

    ubj: bytes

    @classmethod
    def of(cls, booster: Any) -> BoosterBytes:
        """Return the bytes of a booster."""
        return cls(bytes(booster.save_raw("ubj")))

    def make(self, n_jobs: int | None) -> Any:
        """Return the booster.

        Parameters
        ----------
        n_jobs : int, optional
            Its threads; all that there are when None.

        Raises
        ------
        ValueError
            If the bytes are not those of a booster, or its trees lead nowhere.
        """
        from xgboost import Booster  # here, not above: a second of import that few models need
        from xgboost.core import XGBoostError

        booster = Booster({} if n_jobs is None else {"nthread": n_jobs})
        try:
            booster.load_model(bytearray(self.ubj))
        except XGBoostError as error:
            raise ValueError("a model of XGBoost cannot be read") from error
        _check(json.loads(bytes(booster.save_raw("json"))))
        return booster


def _check(saved: dict[str, Any]) -> None:
    """Raise a ValueError unless every child of a node is in its tree, and every column among those that it takes."""
    learner = saved["learner"]
    if learner["gradient_booster"]["name"] != "gbtree":
        raise ValueError("a model of XGBoost has no trees")
    n_features = int(learner["learner_model_param"]["num_feature"])
    for tree in learner["gradient_booster"]["model"]["trees"]:
        left, right = np.array(tree["left_children"]), np.array(tree["right_children"])
        n_nodes = len(left)
        is_inner = left != _NO_CHILD
        place = np.arange(n_nodes)[is_inner]
        children = np.stack([left[is_inner], right[is_inner]])
        column = np.array(tree["split_indices"])[is_inner]
        if n_nodes == 0 or ((children <= place) | (children >= n_nodes)).any():
            raise ValueError("a node of a tree has a child that is not there")
        if ((column < 0) | (column >= n_features)).any():
            raise ValueError("a node of a tree asks for a column that is not there")
