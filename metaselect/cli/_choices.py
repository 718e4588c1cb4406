"""What arguments can be chosen from, and their defaults, as the library has them.

Repeated here, so that help and errors in arguments need no import of it; a test compares them.
"""

from __future__ import annotations

__all__ = [
    "DEFAULT_META_LEARNER",
    "EFFORTS",
    "MAX_ROWS",
    "MEMORY_LIMIT",
    "META_LEARNERS",
    "ROLES",
    "SLOW_META_LEARNERS",
    "STATUSES",
    "TASKS",
    "TIME_LIMIT",
]

TASKS = ("binary", "multiclass", "regression")
ROLES = ("numeric", "categorical", "text", "date", "identifier", "group", "time", "drop")
EFFORTS = ("fast", "default", "full")
META_LEARNERS = (
    "random",
    "single_best",
    "average_rank",
    "static_portfolio",
    "ensemble",
    "forest",
    "extra_trees",
    "gaussian_process",
    "joint_neural",
    "missing_forest",
    "nearest",
    "one_nearest",
    "nearest_learned",
    "neural",
    "pairwise_forest",
    "ranking_svm",
    "ridge",
    "svm",
    "tree",
)
DEFAULT_META_LEARNER = "ensemble"
SLOW_META_LEARNERS = ("extra_trees", "joint_neural", "missing_forest", "pairwise_forest", "ranking_svm")
STATUSES = ("ok", "raced", "failed", "timeout", "memout", "crashed", "skipped", "unreadable", "lost")
# Of a benchmark: rows, seconds and megabytes.
MAX_ROWS, TIME_LIMIT, MEMORY_LIMIT = 20000, 60.0, 4096
