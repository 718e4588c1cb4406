"""Small named things that tests of several packages share."""

# ruff: noqa: E402  (the number of threads is set before NumPy is imported)

import importlib
import os
from collections import OrderedDict
from dataclasses import replace
from functools import cache, partial, wraps

# Before NumPy is imported: several workers whose threads wait for one another take twenty times as long to fit a model.
for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")
os.environ["COLUMNS"] = "120"  # texts are the same whatever the terminal of who runs the tests

import joblib
import numpy as np
import pandas as pd
import pytest

from metaselect.data import TASKS, Dataset
from metaselect.evaluation import MEASURES, Evaluation, Resampling, evaluate, measures_for, subsample
from metaselect.exceptions import MetaSelectError, first_line
from metaselect.experiments import Fitted, ScoreTable, Store, fit_to
from metaselect.experiments.describe_dataset import describe
from metaselect.knowledge import KnowledgeBase, save_knowledge_base
from metaselect.learners import Configuration, make_configuration
from metaselect.metafeatures import METAFEATURES, extract_metafeatures, metafeature_versions, order_free_names
from metaselect.metalearners.proximity import ProximityForest

# How flexible each configuration is, from 0 (a straight line) to 1: see `planted_regret`.
_CLASSIFIERS = {
    make_configuration("logistic_regression"): 0.0,
    make_configuration("linear_discriminant"): 0.1,
    make_configuration("gaussian_naive_bayes"): 0.2,
    make_configuration("k_nearest_neighbors"): 0.5,
    make_configuration("decision_tree"): 0.8,
    make_configuration("hist_gradient_boosting", max_iter=20, max_leaf_nodes=7): 1.0,
}
_REGRESSORS = {
    make_configuration("ridge"): 0.0,
    make_configuration("elastic_net"): 0.1,
    make_configuration("kernel_ridge"): 0.3,
    make_configuration("k_nearest_neighbors"): 0.5,
    make_configuration("decision_tree"): 0.8,
    make_configuration("hist_gradient_boosting", max_iter=20, max_leaf_nodes=7): 1.0,
}
_CONFIGURATIONS = {"binary": _CLASSIFIERS, "multiclass": _CLASSIFIERS, "regression": _REGRESSORS}
_N_DATASETS = 24
_COMPARED = ("ridge", "k_nearest_neighbors", "decision_tree")


def make_table(n_rows=80, seed=0):
    """Return a raw table of numbers, text, truth values and missing cells."""
    rng = np.random.default_rng(seed)
    table = pd.DataFrame(
        {
            "age": rng.normal(40, 10, n_rows),
            "income": rng.lognormal(10, 1, n_rows),
            "city": rng.choice(np.array(["Rome", "Oslo", "Lima"], dtype=object), n_rows),
            "member": rng.random(n_rows) < 0.5,
            "visits": rng.integers(0, 5, n_rows),
        }
    )
    table.loc[rng.random(n_rows) < 0.2, "income"] = np.nan
    table.loc[rng.random(n_rows) < 0.2, "city"] = None
    return table


def make_target(table, task, seed=0):
    """Return a target of the task that depends on age and city."""
    noise = np.random.default_rng(seed).normal(size=len(table))
    value = (table["age"] - 40) / 10 + (table["city"] == "Rome") + 0.3 * noise
    if task == "regression":
        return value.to_numpy(dtype=float)
    labels = {"binary": ["no", "yes"], "multiclass": ["high", "low", "middle"]}[task]
    order = np.argsort(np.argsort(value.to_numpy()))
    return np.array(labels)[order * len(labels) // len(table)]


@pytest.fixture(scope="session", autouse=True)
def data_folder_of_all(tmp_path_factory):
    """Tests have a data folder and a cache folder in common, never those of the user."""
    folder = tmp_path_factory.mktemp("data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("METASELECT_DATA_DIR", str(folder))
        patch.setenv("METASELECT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield folder


@pytest.fixture(autouse=True)
def nothing_is_learned_for_the_next_test(data_folder_of_all):
    yield
    assert not list(data_folder_of_all.iterdir()), "a test that learns asks for data_folder_of_its_own"


@pytest.fixture(scope="session")
def forests_grown():
    """The forests that were grown last, by what they were grown from."""
    return OrderedDict()


@pytest.fixture(autouse=True)
def equal_forests_grow_once(request, forests_grown, monkeypatch):
    """Advice from the same knowledge rests on the same forests, which take most of its time.

    Tests of meta-learners grow each forest anew, and so do those marked `grows_anew`: they compare two.
    """
    if "metalearners" in request.node.nodeid or request.node.get_closest_marker("grows_anew"):
        return
    grow = ProximityForest.fit

    def fit(forest, M, targets):
        key = joblib.hash((vars(forest), M, targets))
        if key not in forests_grown:
            forests_grown[key] = vars(grow(forest, M, targets))
        forests_grown.move_to_end(key)
        if len(forests_grown) > 50:
            forests_grown.popitem(last=False)
        vars(forest).update(forests_grown[key])
        return forest

    monkeypatch.setattr(ProximityForest, "fit", fit)


@pytest.fixture(scope="module")
def small_forests():
    """Forests have forty trees at most in all of a file, for tests of what does not depend on their number."""
    make = ProximityForest.__init__

    def make_small(forest, n_trees=200, **parameters):
        make(forest, n_trees=min(n_trees, 40), **parameters)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ProximityForest, "__init__", make_small)
        yield


@pytest.fixture(scope="session")
def remembered():
    """Return a function from another to one that answers equal questions once, and forgets the oldest answers."""

    def remember(make, most=100):
        known = OrderedDict()

        def made_before(*arguments, **options):
            key = joblib.hash((arguments, options))
            if key not in known:
                known[key] = make(*arguments, **options)
            known.move_to_end(key)
            if len(known) > most:
                known.popitem(last=False)
            return known[key]

        return made_before

    return remember


@pytest.fixture(scope="session")
def looked_at_once(remembered):
    """What describes a table when advice is asked for, and what looks for leaks in it: where it is, and what it is."""
    # There are functions of the names of some of these modules.
    places = {
        "metaselect.recommendation.recommend": "extract_metafeatures",
        "metaselect.recommendation.recommender": "extract_metafeatures",
        "metaselect.recommendation.guidance.caveats": "find_leaks",
    }
    modules = [(importlib.import_module(module), name) for module, name in places.items()]
    once = {name: remembered(getattr(module, name)) for module, name in modules}
    return [(module, name, once[name]) for module, name in modules]


@pytest.fixture(autouse=True)
def advice_describes_equal_tables_once(request, looked_at_once, monkeypatch):
    """Advice on the same table rests on the same description, which takes most of its time else.

    Descriptions have tests of their own, in which each is made anew; so it is in those marked `grows_anew`.
    """
    if not request.node.get_closest_marker("grows_anew"):
        for module, name, once in looked_at_once:
            monkeypatch.setattr(module, name, once)


@pytest.fixture(scope="session", autouse=True)
def packaged_knowledge_is_read_once():
    """Commands read what is packaged each time, as they are processes of their own elsewhere."""
    learned = importlib.import_module("metaselect.knowledge.learned")
    read = learned.load_knowledge_base
    read_once = cache(read)

    def load(folder=None, **options):
        return read_once() if folder is None and not any(options.values()) else read(folder, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(learned, "load_knowledge_base", load)
        yield


@pytest.fixture
def tiny_is_packaged(tiny_knowledge_base, monkeypatch):
    """What is in the tiny knowledge base, under other names, stands for what is packaged, which takes seconds."""
    learned = importlib.import_module("metaselect.knowledge.learned")
    read = learned.load_knowledge_base
    names, origins = tiny_knowledge_base.datasets.index, tiny_knowledge_base.datasets["origin"].unique()
    packaged = tiny_knowledge_base.rename(*({name: f"known-{name}" for name in some} for some in (names, origins)))
    packaged = replace(packaged, name="packaged", provenance={**packaged.provenance, "versions": {"python": "3.11"}})

    def load(folder=None, **options):
        return packaged if folder is None else read(folder, **options)

    monkeypatch.setattr(learned, "load_knowledge_base", load)


@pytest.fixture
def data_folder_of_its_own(tmp_path_factory, monkeypatch):
    """A test that learns, or looks at what is remembered, has folders of its own, empty at first."""
    folder = tmp_path_factory.mktemp("data")
    monkeypatch.setenv("METASELECT_DATA_DIR", str(folder))
    monkeypatch.setenv("METASELECT_CACHE_DIR", str(folder / "cache"))
    return folder


@pytest.fixture(params=TASKS)
def any_task(request):
    """Each of the three tasks."""
    return request.param


@pytest.fixture(scope="session")
def raw_data():
    """Return a function (task, n_rows=80, seed=0) -> (X, y): a raw table and its target, classes named by text."""

    def make(task, n_rows=80, seed=0):
        table = make_table(n_rows, seed)
        return table, make_target(table, task, seed)

    return make


@pytest.fixture(scope="session")
def dataset_with_missing():
    """Binary, 80 rows, numbers, text and truth values, some missing."""
    table = make_table()
    return Dataset.from_arrays(table, make_target(table, "binary"), name="people")


@pytest.fixture
def tiny_collection(tmp_path):
    """Return a folder with a binary and a regression dataset of 60 rows and their manifest."""
    folder = tmp_path / "collection"
    folder.mkdir()
    for name, task in {"clients": "binary", "prices": "regression"}.items():
        table = make_table(60, seed=len(name))
        table.assign(outcome=make_target(table, task)).to_csv(folder / f"{name}.csv", index=False)
    (folder / "manifest.csv").write_text(
        "name,file,target,task,family,source,license_or_origin\n"
        "clients,clients.csv,outcome,binary,shop,made for tests,CC0\n"
        "prices,prices.csv,outcome,regression,,,\n"
    )
    return folder


@pytest.fixture(scope="session")
def evaluate_once():
    """Return two functions that evaluate and describe an entry in this process, each pair and each dataset once."""

    def read(entry, settings):
        return subsample(entry.read(), settings.max_rows, settings.random_state)

    def remember(make):
        known = {}

        def made_before(entry, settings, *rest):
            content = entry.path.read_bytes() if entry.path.exists() else None
            key = (replace(entry, path=None), content, settings.max_rows, settings.random_state, *rest)
            if key not in known:
                known[key] = make(entry, settings, *rest)
            return known[key]

        return made_before

    @remember
    def evaluate_entry(entry, settings, configuration, incumbent, train_share):
        try:
            dataset = read(entry, settings)
        except (MetaSelectError, OSError) as error:
            return Evaluation(entry.name, configuration.id, "unreadable", train_share=train_share, error=str(error))
        seed = settings.random_state
        return evaluate(configuration, dataset, random_state=seed, incumbent=incumbent, train_share=train_share)

    @remember
    def describe_entry(entry, settings):
        try:
            return describe(read(entry, settings), settings.random_state)
        except (MetaSelectError, OSError) as error:
            return {"error": str(error)}

    return evaluate_entry, describe_entry


@pytest.fixture(scope="session")
def evaluate_here(evaluate_once):
    """Return a function that makes batches evaluate in this process, as long as a patch lasts."""
    return partial(_evaluate_here, *evaluate_once)


@pytest.fixture(scope="module")
def two_folds():
    """Evaluations have two folds, for tests of tables of their own in which scores do not matter."""
    module = importlib.import_module("metaselect.evaluation.evaluate")  # there is a function of this name
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "resampling_of", lambda dataset, n_folds=None: Resampling(2))
        yield


@pytest.fixture
def evaluated_here(evaluate_here, monkeypatch):
    """Batches evaluate in this process: another takes seconds to start, and tests of isolation see to those."""
    evaluate_here(monkeypatch)


def _evaluate_here(evaluate_entry, describe_entry, patch):

    def evaluate_isolated(entry, configuration, run, incumbent=None, train_share=1.0):
        return evaluate_entry(entry, run.settings, configuration, incumbent, train_share)

    def describe_isolated(entry, run):
        return entry, dict(describe_entry(entry, run.settings))

    patch.setattr("metaselect.experiments.batch.evaluate_isolated", evaluate_isolated)
    module = importlib.import_module("metaselect.experiments.describe_collection")  # there is a function of this name
    patch.setattr(module, "describe_isolated", describe_isolated)


@pytest.fixture(scope="session")
def tiny_knowledge_base():
    """24 datasets per task and six cheap configurations: straight lines win on few rows, boosted trees on many.

    Datasets are in the order of their sizes, 40 to 800 rows; configurations in the order of their flexibility.
    The first two datasets of each task share their origin, `TASK-family`. Some evaluations failed, were skipped or
    never run.
    """
    datasets = {f"{task}-{i:02d}": _make_dataset(task, i) for task in TASKS for i in range(_N_DATASETS)}
    evaluations = [row for i, dataset in enumerate(datasets.values()) for row in _make_evaluations(dataset, i)]
    flexibility = {**_CLASSIFIERS, **_REGRESSORS}
    configurations = {configuration.id: configuration for configuration in sorted(flexibility, key=flexibility.get)}
    columns = ["dataset", "configuration", "status", "n_train_rows", "n_test_rows", "fit_seconds", "predict_seconds"]
    return KnowledgeBase(
        datasets=pd.DataFrame.from_dict({name: _describe(d) for name, d in datasets.items()}, orient="index"),
        metafeatures=pd.DataFrame.from_dict(
            {name: _make_metafeatures(d) for name, d in datasets.items()}, orient="index"
        )[list(order_free_names())],
        evaluations=pd.DataFrame(evaluations, columns=[*columns, "error", "resampling", "peak_megabytes", *MEASURES]),
        configurations=configurations,
        metafeature_versions=metafeature_versions(),
        provenance={"settings": {"max_rows": 4000, "time_limit": 60.0, "random_state": 0}, "versions": {}},
    )


@pytest.fixture(scope="session")
def tiny_knowledge_folder(tiny_knowledge_base, tmp_path_factory):
    """The folder of `tiny_knowledge_base`, to be read only. Commands read it once, and learn from it once."""
    folder = str(save_knowledge_base(tiny_knowledge_base, tmp_path_factory.mktemp("knowledge")))
    package = importlib.import_module("metaselect.knowledge")
    read, loaded = package.load_knowledge_base, package.load_knowledge_base(folder)

    @wraps(read)  # tests of what is public look at it
    def load(wanted=None, **options):
        return loaded if wanted == folder and not any(options.values()) else read(wanted, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(package, "load_knowledge_base", load)
        yield folder


@pytest.fixture(scope="session")
def tiny_store(tiny_knowledge_base, tmp_path_factory):
    """A store with the content of `tiny_knowledge_base`, to be read only; `tiny_store.path` is its file."""
    with Store(tmp_path_factory.mktemp("store") / "tiny.sqlite") as store:
        fill_store(store, tiny_knowledge_base)
        yield store


@pytest.fixture
def make_score_table():
    """Return a function from rows of cells, skills or statuses, to a table of three learners at their defaults."""

    def make(rows, origins=None, seconds=(0.1, 0.2, 0.3), names=_COMPARED):
        datasets = [f"d{i}" for i in range(len(rows))]
        cells = pd.DataFrame(rows, index=datasets, columns=list(names))
        skills = cells.map(lambda cell: np.nan if isinstance(cell, str) else cell).astype(float)
        times = pd.DataFrame([seconds] * len(rows), index=datasets, columns=list(names)).where(skills.notna())
        return ScoreTable(
            task="regression",
            metric="r2",
            kind="learners, default",
            skills=skills,
            status=cells.map(lambda cell: cell if isinstance(cell, str) else "ok").astype(object),
            fit_seconds=times,
            predict_seconds=times / 10,
            origins=pd.Series(origins or datasets, index=datasets),
            best_skill=skills.max(axis=1),
            members={name: (Configuration(name),) for name in names},
        )

    return make


@pytest.fixture(scope="session")
def make_planted():
    """Return a function to metafeatures and regrets of synthetic datasets with a planted rule."""

    def make(n_datasets, seed=0, n_configurations=8, n_metafeatures=12):
        """Metafeature 3 decides: where it is negative configurations 0 to 3 win, the lower the better, else 7 to 4.

        The single best is a compromise that is never far off and never the best.
        """
        rng = np.random.default_rng(seed)
        M = rng.normal(size=(n_datasets, n_metafeatures))
        position = np.linspace(0.05, 0.5, n_configurations)
        R = np.where(M[:, [3]] < 0, position, position[::-1])
        R[:, n_configurations // 2] = 0.2
        R = np.maximum(R + rng.normal(scale=0.03, size=R.shape), 0.0)
        R -= R.min(axis=1, keepdims=True)
        return M, R

    return make


def fill_store(store, knowledge_base):
    """Write what `knowledge_base` holds to `store`, each score as that of two equal folds."""
    store.write_settings({"batch": knowledge_base.provenance["settings"]})
    store.write_configurations(knowledge_base.configurations.values())
    for name, row in knowledge_base.datasets.iterrows():
        metafeatures = knowledge_base.metafeatures.loc[name]
        scores = {key.removeprefix("dummy."): row[key] for key in row.index if key.startswith("dummy.")}
        description = {key: value for key, value in row.items() if not key.startswith("dummy.")}
        description["n_classes"] = None if pd.isna(row["n_classes"]) else int(row["n_classes"])
        description["dummy_scores"] = {metric: score for metric, score in scores.items() if not np.isnan(score)}
        description["metafeatures"] = {key: None if np.isnan(v) else float(v) for key, v in metafeatures.items()}
        store.write_dataset(name, {**description, "metafeature_versions": dict(knowledge_base.metafeature_versions)})
    for row in knowledge_base.evaluations.to_dict("records"):
        scores = {metric: (row.pop(metric),) * 2 for metric in MEASURES}
        store.write_evaluation(Evaluation(**row, fold_scores={m: s for m, s in scores.items() if not np.isnan(s[0])}))


def planted_regret(n_rows, flexibility):
    """Return the regret planted for a configuration: on few rows the rigid win, on many the flexible."""
    wanted = 1 / (1 + np.exp(-8 * (np.log10(n_rows) - 2.3)))  # 0 on 50 rows, 1 on 800
    return 0.8 * abs(wanted - flexibility)


def _make_dataset(task, i):
    rng = np.random.default_rng([TASKS.index(task), i])
    n_rows = round(40 * 20 ** (i / (_N_DATASETS - 1)))  # 40 to 800
    table = make_table(n_rows, seed=int(rng.integers(1000))).iloc[:, : int(rng.integers(2, 6))]
    target = make_target(table.assign(city=table.get("city", "Rome")), task, seed=i)
    origin = f"{task}-family" if i < 2 else f"{task}-{i:02d}"
    # As it would be read: reading so many takes seconds.
    text = table.columns.intersection(["city", "member"])
    texts = table[text].map(str, na_action="ignore").astype(object)
    X = table.drop(columns=text).astype(float).join(texts)[list(table)]
    return Dataset(X, target, name=f"{task}-{i:02d}", task=task, origin=origin)


def _codes(dataset):
    return dataset.y if dataset.task == "regression" else np.unique(dataset.y, return_inverse=True)[1]


def _describe(dataset):
    return {
        "task": dataset.task,
        "origin": dataset.origin,
        "n_rows": dataset.n_rows,
        "n_columns": dataset.n_columns,
        "n_classes": dataset.n_classes,
        "source": "made for tests",
        "licence": "CC0",
        **{f"dummy.{measure.name}": float(measure.dummy(_codes(dataset))) for measure in measures_for(dataset.task)},
    }


def _make_metafeatures(dataset):
    """Cheap groups are extracted; landmarkers and the like are planted, within their bounds."""
    row = extract_metafeatures(dataset, groups=["simple", "statistical", "information"]).as_series()
    names = {}
    for name in row.index:
        names.setdefault(name.partition(".")[0], []).append(name)
    rng = np.random.default_rng([len(dataset.name), dataset.n_rows])
    planted = {}
    for metafeature in METAFEATURES.values():
        kind = "regression" if dataset.task == "regression" else "classification"
        if metafeature.group in ("landmarking", "model_based") and kind in metafeature.tasks:
            low, high = np.clip(metafeature.bounds, -1, 1)
            planted |= dict.fromkeys(names[metafeature.name], rng.uniform(low, high))
    row[list(planted)] = list(planted.values())
    return row


def _make_evaluations(dataset, i):
    rng = np.random.default_rng(i)
    ceiling = rng.uniform(0.5, 0.95)
    for k, (configuration, flexibility) in enumerate(_CONFIGURATIONS[dataset.task].items()):
        skill = ceiling * (1 - planted_regret(dataset.n_rows, flexibility)) + rng.uniform(-0.01, 0.01)
        row = {
            "dataset": dataset.name,
            "configuration": configuration.id,
            "status": "ok",
            "error": "",
            "resampling": "",
        }
        if configuration.learner == "k_nearest_neighbors" and dataset.n_rows < 60:
            yield {**row, "status": "skipped", "error": "fewer than 60 rows", "n_train_rows": 0, "n_test_rows": 0}
        elif (i, k) == (5, 1):
            yield {**row, "status": "failed", "error": "ValueError: planted", "n_train_rows": 0, "n_test_rows": 0}
        elif (i, k) == (6, 1):
            continue  # never run
        else:
            row |= {
                "n_train_rows": dataset.n_rows * 4 // 5,
                "n_test_rows": dataset.n_rows // 5,
                "fit_seconds": 1e-5 * (1 + 10 * flexibility) * dataset.n_rows,
                "predict_seconds": 1e-3,
                "resampling": "5-fold",
                "peak_megabytes": 0.5,
            }
            for measure in measures_for(dataset.task):
                dummy = measure.dummy(_codes(dataset))
                row[measure.name] = float(dummy + skill * (measure.perfect - dummy))
            yield row


@pytest.fixture
def searched_here(monkeypatch):
    """Searches try and fit in this process: another takes seconds to start. Returns what was tried, in that order."""
    tried = []

    def evaluate_here(entry, configuration, run, incumbent=None):
        tried.append(configuration.id)
        seed, limit = run.settings.random_state, run.settings.time_limit
        return evaluate(configuration, entry.read(), random_state=seed, incumbent=incumbent, time_limit=limit)

    def fit_here(pipeline, rows_file, folder, run, seconds):
        rows = importlib.import_module("metaselect.experiments.fit_isolated")._read_rows(str(rows_file))
        try:
            return Fitted(fit_to(pipeline, rows), 0.0)
        except Exception as error:  # noqa: BLE001  (as in a process of its own)
            return Fitted(None, error=first_line(error))

    for module in ("problem", "shuffled"):
        monkeypatch.setattr(f"metaselect.search.{module}.evaluate_isolated", evaluate_here)
    monkeypatch.setattr("metaselect.search.fits.fit_isolated", fit_here)
    for module in ("search", "run_trials"):
        module = importlib.import_module(f"metaselect.search.{module}")
        monkeypatch.setattr(module, "start_children", lambda run, n_children: None)
    return tried
