"""Runs inside the environment of a peer, which need not be ours: a method learns from a table and answers for another.

python _peer_worker.py FOLDER

The folder holds `train.csv` and `test.csv`, whose last column is the target (of the test it is not there), and
`job.json`. Written are `answer.npy`, probabilities (n, n_classes) or numbers (n,), and `answer.json`. The seconds
begin with the table in memory and the library imported.
"""

import inspect
import json
import platform
import sys
import time
import warnings
from importlib import import_module
from pathlib import Path

import numpy as np
import pandas as pd

# More categories than this the histogram boosting of scikit-learn refuses.
_MOST_CATEGORIES = 255
_SEED = 0


def main() -> None:
    """Learn and answer."""
    warnings.simplefilter("ignore")
    folder = Path(sys.argv[1])
    job = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    package, make = METHODS[job["method"]]
    version = import_module(package).__version__
    fit = make(job | {"folder": str(folder)})
    X, X_test = (_read(folder / name, job["words"]) for name in ("train.csv", "test.csv"))
    y = X.pop(X.columns[-1])
    start = time.perf_counter()
    predict, said = fit(X, y)
    fitted = time.perf_counter()
    answer = np.asarray(predict(X_test), dtype=float)
    predicted = time.perf_counter()
    np.save(folder / "answer.npy", answer, allow_pickle=False)
    said |= {"version": version, "python": platform.python_version()}
    said |= {"fit_seconds": fitted - start, "predict_seconds": predicted - fitted}
    (folder / "answer.json").write_text(json.dumps(said), encoding="utf-8")


def _read(path, words):
    """Return a table as it was written: numbers, and text in the columns that are said to hold words."""
    types = dict.fromkeys(words, str)
    return pd.read_csv(
        path, dtype=types, keep_default_na=False, na_values=[""], float_precision="round_trip", low_memory=False
    )


# ---- metaselect ----


def first_pick(job, **options):
    """Fit what metaselect puts first, with everything of the origin of the dataset left out of what is known."""
    from metaselect import load_knowledge_base, recommend

    def fit(X, y):
        known = load_knowledge_base().without(job["origin"])
        recommendation = recommend(
            X, y.to_numpy(), task=job["task"], knowledge_base=known, random_state=_SEED, **options
        )
        best = recommendation.best
        model = best.build().fit(X, y.to_numpy())
        names = sorted({*known.datasets.index, *known.datasets["origin"]})
        members = getattr(best.configuration, "members", (best.configuration,))
        return _predictor(model, job), {"chosen": " and ".join(member.id for member in members), "known": names}

    return fit


def first_single_pick(job):
    """Fit the first single model of metaselect: no blend of several."""
    return first_pick(job, single=True)


def searched_pick(job):
    """Spend the seconds of the budget, with everything of the origin of the dataset left out of what is known."""
    from metaselect import MetaSelectClassifier, MetaSelectRegressor, load_knowledge_base

    def fit(X, y):
        known = load_knowledge_base().without(job["origin"])
        kind = MetaSelectClassifier if job["n_classes"] else MetaSelectRegressor
        options = {"budget": job["budget_seconds"], "n_jobs": job["n_jobs"], "random_state": _SEED}
        model = kind(knowledge_base=known, **options).fit(X, y.to_numpy())
        names = sorted({*known.datasets.index, *known.datasets["origin"]})
        members = " and ".join(member.id for member in model.ensemble_)
        return _predictor(model, job), {"chosen": members, "known": names}

    return fit


def knows_single():
    """Return whether metaselect can be asked for single models."""
    from metaselect import recommend

    return "single" in inspect.signature(recommend).parameters


# ---- defaults of libraries ----


def random_forest(job):
    """Ordinal codes of words; missing values go in as they are."""
    from sklearn import ensemble

    kind = ensemble.RandomForestClassifier if job["n_classes"] else ensemble.RandomForestRegressor
    return _defaults(kind(n_jobs=job["n_jobs"], random_state=_SEED), job, _with_codes)


def histogram_boosting(job):
    """Words are categories, but codes where there are more than the library takes."""
    from sklearn import ensemble

    kind = ensemble.HistGradientBoostingClassifier if job["n_classes"] else ensemble.HistGradientBoostingRegressor
    return _defaults(kind(random_state=_SEED), job, _with_few_categories)


def xgboost(job):
    """Words are categories."""
    import xgboost

    kind = xgboost.XGBClassifier if job["n_classes"] else xgboost.XGBRegressor
    return _defaults(kind(enable_categorical=True, n_jobs=job["n_jobs"], random_state=_SEED), job, _with_categories)


def lightgbm(job):
    """Words are categories."""
    import lightgbm

    kind = lightgbm.LGBMClassifier if job["n_classes"] else lightgbm.LGBMRegressor
    return _defaults(kind(n_jobs=job["n_jobs"], random_state=_SEED, verbose=-1), job, _with_categories)


def _defaults(model, job, prepare):
    def fit(X, y):
        as_prepared = prepare(X)
        model.fit(as_prepared(X), y.to_numpy())
        predict = _predictor(model, job)
        return lambda X_test: predict(as_prepared(X_test)), {"chosen": type(model).__name__}

    return fit


def _with_codes(X, most_categories=0):
    """Return the function that replaces words by those of `X`: categories, or codes where these are too many.

    Words that `X` lacks become missing categories, or the code -1. Columns have plain names: of some signs in names
    some libraries complain.
    """
    words = {i: sorted(X.iloc[:, i].dropna().unique()) for i in range(X.shape[1]) if not _is_numeric(X.iloc[:, i])}

    def prepare(table):
        columns = {}
        for i in range(table.shape[1]):
            column = table.iloc[:, i]
            if i in words:
                column = pd.Series(
                    pd.Categorical(column.where(column.isin(words[i])), categories=words[i]), index=column.index
                )
                if len(words[i]) > most_categories:
                    column = column.cat.codes
            columns[f"c{i}"] = column
        return pd.DataFrame(columns)

    return prepare


def _with_few_categories(X):
    return _with_codes(X, _MOST_CATEGORIES)


def _with_categories(X):
    return _with_codes(X, np.inf)


def _is_numeric(column):
    return pd.api.types.is_numeric_dtype(column)


# ---- systems that search ----


def flaml_zero_shot(job):
    """Learner and hyperparameters as `flaml.default` has them for such tables; nothing is searched."""
    from flaml.default import preprocess_and_suggest_hyperparams, suggest_learner

    def fit(X, y):
        task = "regression" if job["task"] == "regression" else "classification"
        learner = suggest_learner(task, X, y)
        parameters, kind, X_done, y_done, features, _ = preprocess_and_suggest_hyperparams(task, X, y, learner)
        model = kind(**parameters)
        known = model.get_params()
        model.set_params(**{k: v for k, v in {"n_jobs": job["n_jobs"], "random_state": _SEED}.items() if k in known})
        model.fit(X_done, y_done)
        predict = _predictor(model, job)
        return lambda X_test: predict(features.transform(X_test)), {"chosen": learner}

    return fit


def flaml(job):
    """Search for the seconds of the budget."""
    from flaml import AutoML

    def fit(X, y):
        model = AutoML()
        model.fit(
            X,
            y,
            task="regression" if job["task"] == "regression" else "classification",
            metric={"binary": "roc_auc", "multiclass": "log_loss", "regression": "rmse"}[job["task"]],
            time_budget=job["budget_seconds"],
            n_jobs=job["n_jobs"],
            seed=_SEED,
            verbose=0,
        )
        return _predictor(model, job), {"chosen": str(model.best_estimator)}

    return fit


def autogluon(job):
    """Medium quality, for the seconds of the budget."""
    from autogluon.tabular import TabularPredictor

    def fit(X, y):
        target = "the target"
        predictor = TabularPredictor(
            label=target,
            problem_type=job["task"],
            eval_metric={"binary": "roc_auc", "multiclass": "log_loss", "regression": "root_mean_squared_error"}[
                job["task"]
            ],
            path=f"{job['folder']}/models",
            verbosity=0,
        )
        predictor.fit(
            X.assign(**{target: y}),
            presets="medium_quality",
            time_limit=job["budget_seconds"],
            num_cpus=job["n_jobs"],
            num_gpus=0,
        )

        def predict(X_test):
            if not job["n_classes"]:
                return predictor.predict(X_test)
            return predictor.predict_proba(X_test).reindex(columns=range(job["n_classes"]), fill_value=0.0)

        return predict, {"chosen": predictor.model_best}

    return fit


def _predictor(model, job):
    """Return the function from a table to probabilities of all classes, or to numbers."""
    return model.predict_proba if job["n_classes"] else model.predict


# The package whose version is told, and from a job to the function that fits.
METHODS = {
    "first pick": ("metaselect", first_pick),
    "first single pick": ("metaselect", first_single_pick),
    "searched pick": ("metaselect", searched_pick),
    "random forest": ("sklearn", random_forest),
    "histogram boosting": ("sklearn", histogram_boosting),
    "XGBoost": ("xgboost", xgboost),
    "LightGBM": ("lightgbm", lightgbm),
    "FLAML zero-shot": ("flaml", flaml_zero_shot),
    "FLAML": ("flaml", flaml),
    "AutoGluon": ("autogluon.tabular", autogluon),
}

if __name__ == "__main__":
    main()
