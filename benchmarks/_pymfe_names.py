"""Which of our metafeatures is which of pymfe's, and where the definitions part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

__all__ = ["PAIRS", "Pair"]

RAW, STANDARD, UNIT = "as it is", "standardised", "scaled to 0 to 1"
_SUMMARIES = ("mean", "min", "max")


@dataclass(frozen=True)
class Pair:
    """One metafeature of pymfe.

    Attributes
    ----------
    theirs, group : str
    ours : dict of str to callable
        By summary of theirs ("" for a single number): from our row and the table's (n, p, k) to what theirs should be.
    relation : str
        How theirs follows from ours.
    variant : str
        How pymfe is to rescale the table.
    reason : str
        Why they may differ, or why we have none.
    """

    theirs: str
    group: str
    ours: dict[str, Callable[[pd.Series, tuple[int, int, int]], float]]
    relation: str
    variant: str = RAW
    reason: str = ""


def _number(theirs, group, name, relation, formula=None, **more) -> Pair:
    return Pair(theirs, group, {"": formula or (lambda row, size: row[name])}, relation.format(name), **more)


def _array(theirs, group, name, relation="{}", formula=lambda value, size: value, summaries=_SUMMARIES, **more) -> Pair:
    ours = {s: lambda row, size, s=s: formula(row[f"{name}.{s}"], size) for s in summaries}
    return Pair(theirs, group, ours, relation.format(name), **more)


def _none(theirs, group, reason) -> Pair:
    return Pair(theirs, group, {}, "none", reason=reason)


def _power(name):
    return lambda row, size: 10 ** row[name]


_ACCURACY = "other definition: theirs is accuracy in ten folds, ours 2 AUC - 1 in three on at most 1,000 rows"
_SVM = "other definition: theirs fits a support vector machine, ours ridge regression, which takes no iterations"
_RANDOM = "other definition: random points of another generator"
_EPSILON = "theirs adds 1e-8 to each cell of the table of counts"
_FLOAT = "theirs measures distances in single precision, so that ties fall otherwise"
_TREE = "ties between equally good splits"
_ITERATED = "theirs are found by iteration, to a tolerance of 1e-6"

_NEGATIVE = "theirs is NaN as soon as one column holds negative values"
_GRAVITY = "of classes equally small theirs takes the one whose name comes first, and of equally large ones too"
_NORMALITY = (
    "other definition: theirs counts the columns that a test does not reject, which depends on the number of rows; "
    "column_normality is the statistic of a like test"
)
_SD_RATIO = (
    "their bug: the covariances of classes are reversed, their numbers of rows are not; "
    "log_class_spread_ratio compares spreads column by column"
)
_CONCENTRATION = "theirs adds 1e-8 to each cell of the table of counts, and draws its twelve columns otherwise"
_DUNN = "their bug: the smallest distance between two classes is divided by the number of pairs of their rows"
_EQUAL_ROWS = (
    "theirs leaves out edges of length 0, between equal rows, and measures in single precision, so that ties fall "
    "otherwise"
)
_ROUNDED_UP = "distances that are whole numbers but for rounding are rounded up otherwise"

_GENERAL = [
    _number("attr_to_inst", "general", "", "10 ** -log_rows_per_column", lambda r, s: 10 ** -r["log_rows_per_column"]),
    _number("inst_to_attr", "general", "", "10 ** log_rows_per_column", _power("log_rows_per_column")),
    _number("nr_attr", "general", "", "10 ** log_n_columns", _power("log_n_columns")),
    _number("nr_inst", "general", "", "10 ** log_n_rows", _power("log_n_rows")),
    _number("nr_class", "general", "", "10 ** log_n_classes", _power("log_n_classes")),
    _number("nr_bin", "general", "", "binary_share * n_columns", lambda r, s: r["binary_share"] * s[1]),
    _number("nr_cat", "general", "", "categorical_share * n_columns", lambda r, s: r["categorical_share"] * s[1]),
    _number(
        "nr_num", "general", "", "(1 - categorical_share) * n_columns", lambda r, s: (1 - r["categorical_share"]) * s[1]
    ),
    _number(
        "cat_to_num",
        "general",
        "",
        "s / (1 - s), s = categorical_share",
        lambda r, s: r["categorical_share"] / (1 - r["categorical_share"]),
    ),
    _none("num_to_cat", "general", "undefined on numeric tables; cat_to_num inverted"),
    Pair(
        "freq_class",
        "general",
        {
            "min": lambda r, s: r["minority_share"],
            "max": lambda r, s: r["majority_share"],
            "mean": lambda r, s: 10 ** -r["log_n_classes"],
        },
        "minority_share, majority_share, 1 / n_classes",
    ),
]

_STATISTICAL = [
    _array("can_cor", "statistical", "canonical_correlation", reason=_ITERATED),
    _array("cor", "statistical", "column_correlation"),
    _array("cov", "statistical", "column_covariance"),
    _array("eigenvalues", "statistical", "covariance_eigenvalue"),
    _array("g_mean", "statistical", "column_geometric_mean", reason=_NEGATIVE),
    _array("h_mean", "statistical", "column_harmonic_mean", reason=_NEGATIVE),
    _number(
        "gravity",
        "statistical",
        "",
        "class_centre_distance * sqrt(n_columns)",
        lambda r, s: r["class_centre_distance"] * np.sqrt(s[1]),
        variant=STANDARD,
        reason=_GRAVITY,
    ),
    _array("iq_range", "statistical", "column_quartile_range"),
    _array(
        "kurtosis",
        "statistical",
        "log_kurtosis",
        "10 ** {} * (1 - 1 / n) ** 2 - 3",
        lambda v, s: 10**v * (1 - 1 / s[0]) ** 2 - 3,
        ("min", "max"),
    ),
    _array(
        "skewness", "statistical", "signed_skewness", "{} * (1 - 1 / n) ** 1.5", lambda v, s: v * (1 - 1 / s[0]) ** 1.5
    ),
    _number(
        "lh_trace",
        "statistical",
        "",
        "10 ** log_lawley_hotelling_trace - 1",
        lambda r, s: 10 ** r["log_lawley_hotelling_trace"] - 1,
        reason=_ITERATED,
    ),
    _number(
        "roy_root",
        "statistical",
        "",
        "10 ** log_roy_root - 1",
        lambda r, s: 10 ** r["log_roy_root"] - 1,
        reason=_ITERATED,
    ),
    _number("p_trace", "statistical", "pillai_trace", "{}", reason=_ITERATED),
    _number("w_lambda", "statistical", "wilks_lambda", "{}", reason=_ITERATED),
    _array("mad", "statistical", "column_median_deviation"),
    _array("max", "statistical", "column_maximum"),
    _array("mean", "statistical", "column_mean"),
    _array("median", "statistical", "column_median"),
    _array("min", "statistical", "column_minimum"),
    _array("range", "statistical", "column_range"),
    _array("sd", "statistical", "column_deviation"),
    _array("t_mean", "statistical", "column_trimmed_mean"),
    _array("var", "statistical", "column_variance"),
    _array("sparsity", "statistical", "value_repetition"),
    _number(
        "nr_cor_attr",
        "statistical",
        "correlated_pairs_share",
        "{}",
        reason="theirs counts constant columns among the pairs",
    ),
    _none(
        "nr_disc",
        "statistical",
        "the number of canonical correlations: classes less 1, or columns where they are fewer",
    ),
    _none("nr_norm", "statistical", _NORMALITY),
    _number(
        "nr_outliers",
        "statistical",
        "",
        "outlier_columns_share * n_columns",
        lambda r, s: r["outlier_columns_share"] * s[1],
    ),
    _none("sd_ratio", "statistical", _SD_RATIO),
]

_INFORMATION = [
    _number("class_ent", "info-theory", "class_entropy", "{}"),
    _array("attr_ent", "info-theory", "column_bits"),
    _array("joint_ent", "info-theory", "joint_bits", reason=_EPSILON),
    _array("mut_inf", "info-theory", "shared_bits", reason=_EPSILON),
    _number("eq_num_attr", "info-theory", "equivalent_columns", "{}", reason=_EPSILON),
    _number("ns_ratio", "info-theory", "noise_signal_ratio", "{}", reason=_EPSILON),
    _array("class_conc", "info-theory", "target_concentration", reason=_EPSILON),
    _array("attr_conc", "info-theory", "column_concentration", reason=_CONCENTRATION),
]

_MODEL = [
    _number(
        "leaves",
        "model-based",
        "",
        "10 ** full_tree_log_splits",
        _power("full_tree_log_splits"),
        variant=UNIT,
        reason=_TREE,
    ),
    _number(
        "nodes",
        "model-based",
        "",
        "10 ** full_tree_log_splits - 1",
        lambda r, s: 10 ** r["full_tree_log_splits"] - 1,
        variant=UNIT,
        reason=_TREE,
    ),
    _number("nodes_per_attr", "model-based", "full_tree_splits_per_column", "{}", variant=UNIT, reason=_TREE),
    _number("nodes_per_inst", "model-based", "full_tree_splits_per_row", "{}", variant=UNIT, reason=_TREE),
    _array("leaves_branch", "model-based", "full_tree_leaf_depth", variant=UNIT, reason=_TREE),
    _array("tree_depth", "model-based", "full_tree_node_depth", variant=UNIT, reason=_TREE),
    _array("leaves_corrob", "model-based", "full_tree_leaf_share", variant=UNIT, reason=_TREE),
    _array("tree_shape", "model-based", "full_tree_shape", variant=UNIT, reason=_TREE),
    _array(
        "leaves_homo",
        "model-based",
        "full_tree_log_homogeneity",
        "10 ** {}",
        lambda v, s: 10**v,
        ("min", "max"),
        variant=UNIT,
        reason=_TREE,
    ),
    _array("leaves_per_class", "model-based", "full_tree_class_leaves", variant=UNIT, reason=_TREE),
    _array("nodes_per_level", "model-based", "full_tree_splits_per_level", variant=UNIT, reason=_TREE),
    _array("nodes_repeated", "model-based", "full_tree_column_uses", variant=UNIT, reason=_TREE),
    _array("var_importance", "model-based", "full_tree_importance", variant=UNIT, reason=_TREE),
    _array(
        "tree_imbalance",
        "model-based",
        "full_tree_imbalance",
        variant=UNIT,
        reason="theirs groups probabilities of leaves, ours depths: the same but for rounding; " + _TREE,
    ),
]

_LANDMARKING = [
    _number("linear_discr", "landmarking", "linear_skill", "{}", reason=_ACCURACY),
    _number("naive_bayes", "landmarking", "naive_bayes_skill", "{}", reason=_ACCURACY),
    _number("one_nn", "landmarking", "nearest_neighbor_skill", "{}", reason=_ACCURACY),
    _number("best_node", "landmarking", "stump_skill", "{}", reason=_ACCURACY),
    _none("elite_nn", "landmarking", "the nearest neighbour in the best column: not ours"),
    _none(
        "random_node", "landmarking", "a split of a random column: not ours, it says what stump_skill says, with chance"
    ),
    _none("worst_node", "landmarking", "a split of the worst column: not ours"),
]

_COMPLEXITY = [
    _number("c1", "complexity", "normalized_class_entropy", "{}"),
    _number("c2", "complexity", "class_imbalance", "{}"),
    _array("f1", "complexity", "column_class_overlap"),
    _array(
        "f1v",
        "complexity",
        "directional_overlap",
        variant=UNIT,
        reason="theirs fails with NumPy 2.4, which refuses an array of one as a number",
    ),
    _array("f2", "complexity", "overlap_volume"),
    _array("f3", "complexity", "best_column_overlap"),
    _array(
        "f4", "complexity", "all_columns_overlap", reason="theirs divides by columns without range once rows are gone"
    ),
    _array("l1", "complexity", "linear_error_distance", reason=_SVM),
    _array("l2", "complexity", "linear_error_share", reason=_SVM),
    _array("l3", "complexity", "linear_interpolation_error", reason=_SVM),
    _number("n1", "complexity", "borderline_share", "{}", reason=_EQUAL_ROWS),
    _array("n2", "complexity", "neighbor_distance_share", reason=_FLOAT),
    _number("n3", "complexity", "nearest_neighbor_error", "{}", reason=_FLOAT),
    _number("n4", "complexity", "nearest_neighbor_interpolation_error", "{}", reason=_RANDOM),
    _number("t1", "complexity", "sphere_share", "{}", reason=_FLOAT),
    _number("lsc", "complexity", "local_set_complexity", "{}", reason=_FLOAT),
    _number("density", "complexity", "graph_sparsity", "{}", reason=_EQUAL_ROWS),
    _number("cls_coef", "complexity", "graph_looseness", "{}", reason=_EQUAL_ROWS),
    _none("hubs", "complexity", "not ours: the leading eigenvector of a graph in several parts is not unique"),
    _number("t2", "complexity", "", "10 ** -log_rows_per_column", lambda r, s: 10 ** -r["log_rows_per_column"]),
    _number(
        "t3",
        "complexity",
        "",
        "10 ** -log_components_per_row",
        lambda r, s: 10 ** -r["log_components_per_row"],
        variant=UNIT,
    ),
    _number(
        "t4",
        "complexity",
        "components_for_95_share",
        "{}",
        reason="theirs takes components of the columns in their units",
    ),
]

_CLUSTERING = [
    _number("sil", "clustering", "silhouette.mean", "{}", variant=STANDARD),
    _number("vdb", "clustering", "davies_bouldin", "{}", variant=STANDARD),
    _number("ch", "clustering", "", "10 ** log_calinski_harabasz", _power("log_calinski_harabasz"), variant=STANDARD),
    _number("pb", "clustering", "class_distance_correlation", "{}", variant=STANDARD),
    _number(
        "nre", "clustering", "", "class_entropy * ln 2", lambda r, s: r["class_entropy"] * np.log(2), variant=STANDARD
    ),
    _number(
        "sc",
        "clustering",
        "",
        "small_classes_share * n_classes",
        lambda r, s: r["small_classes_share"] * s[2],
        variant=STANDARD,
    ),
    _number(
        "int",
        "clustering",
        "",
        "distance_between_classes * sqrt(n_columns)",
        lambda r, s: r["distance_between_classes"] * np.sqrt(s[1]),
        variant=STANDARD,
    ),
    _number("vdu", "clustering", "dunn_index", "{}", variant=STANDARD, reason=_DUNN),
]

_CONCEPT = [
    _array("conceptvar", "concept", "concept_variation"),
    _array("wg_dist", "concept", "weighted_distance", "{} * sqrt(n_columns)", lambda v, s: v * np.sqrt(s[1])),
    _array(
        "impconceptvar",
        "concept",
        "impure_cohesiveness",
        "{} * (n - 1)",
        lambda v, s: v * (s[0] - 1),
        reason=_ROUNDED_UP,
    ),
    _array("cohesiveness", "concept", "cohesiveness", "{} * (n - 1)", lambda v, s: v * (s[0] - 1), reason=_ROUNDED_UP),
]

PAIRS = [*_GENERAL, *_STATISTICAL, *_INFORMATION, *_MODEL, *_LANDMARKING, *_COMPLEXITY, *_CLUSTERING, *_CONCEPT]
