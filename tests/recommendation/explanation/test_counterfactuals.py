import numpy as np
import pytest

from metaselect.learners import Configuration
from metaselect.recommendation.explanation.counterfactuals import _CHANGES, find_counterfactuals

NAMES = (
    "log_n_rows",
    "log_n_columns",
    "log_rows_per_column",
    "log_n_classes",
    "minority_share",
    "majority_share",
    "class_entropy",
    "log_minority_rows",
    "missing_share",
    "linear_skill",
    "forest_skill",
    "best_skill",
    "forest_minus_linear",
)
LEARNERS = ("ridge", "ridge", "gaussian_process", "forest")
CONFIGURATIONS = [Configuration(learner) for learner in LEARNERS]


def row(n_rows=1000, n_columns=10, minority=0.5, missing=0.0, linear=0.5, forest=0.7):
    entropy = -minority * np.log(minority) - (1 - minority) * np.log(1 - minority)
    return np.array(
        [
            np.log10(n_rows),
            np.log10(n_columns),
            np.log10(n_rows / n_columns),
            np.log10(2),
            minority,
            1 - minority,
            entropy,
            np.log10(n_rows * minority),
            missing,
            linear,
            forest,
            max(linear, forest),
            forest - linear,
        ]
    )


@pytest.fixture(scope="module")
def known():
    rng = np.random.default_rng(0)
    return np.array(
        [
            row(10 ** rng.uniform(1.5, 3.6), 10 ** rng.uniform(0.5, 2), rng.uniform(0.1, 0.5), rng.uniform(0, 0.2))
            for _ in range(200)
        ]
    )


@pytest.fixture
def find(make_case, known):
    """Return a function from a criterion to what would change the advice for a dataset."""

    def find(criterion, **properties):
        case = make_case(known, row(**properties), NAMES, configurations=CONFIGURATIONS)
        return find_counterfactuals(case, criterion)

    return find


def by_rows(M, *_):
    """Below 300 rows the Gaussian process is best, else ridge; the forest never."""
    few = M[:, 0] < np.log10(300)
    return np.column_stack(
        [np.full(len(M), 0.1), np.full(len(M), 0.12), np.where(few, 0.05, 0.2), np.full(len(M), 0.5)]
    )


def test_the_planted_change_is_found_at_the_nearest_round_number(find):
    (found,) = find(by_rows)
    assert (found.metafeature, found.learner, found.holds_beyond) == ("log_n_rows", "gaussian_process", True)
    assert 10**found.changed_to == pytest.approx(200)
    assert found.advantage == pytest.approx(0.05)
    assert str(found) == "gaussian_process if the number of rows were 200 or less (here 1,000)"


def test_another_configuration_of_the_same_learner_is_no_change(find):
    def criterion(M, *_):
        few = M[:, 0] < np.log10(300)
        return np.column_stack([np.where(few, 0.2, 0.1), np.full(len(M), 0.12), *[np.full(len(M), 0.5)] * 2])

    assert find(criterion) == ()


def test_values_that_no_known_dataset_has_are_not_tried(find, known):
    tried = []

    def criterion(M, *_):
        tried.append(M)
        return by_rows(M)

    find(criterion)
    assert known[:, 0].min() < tried[0][:, 0].min() < tried[0][:, 0].max() < known[:, 0].max()


def test_a_tiny_advantage_is_not_worth_a_word(find):
    def criterion(M, *_):
        few = M[:, 0] < np.log10(300)
        return np.column_stack(
            [np.full(len(M), 0.1), np.full(len(M), 0.1), np.where(few, 0.099, 0.2), np.full(len(M), 1)]
        )

    assert find(criterion) == ()


def test_where_size_rules_leave_nothing_nothing_is_claimed(find):
    def criterion(M, *_):
        return np.where(M[:, [0]] < 2.9, np.inf, [[0.1, 0.12, 0.2, 0.5]])

    assert find(criterion) == ()


@pytest.mark.parametrize("name", [name for name, (tasks, _) in _CHANGES.items() if "binary" in tasks])
@pytest.mark.parametrize("value", [0.1, 0.3])
def test_what_follows_from_a_change_is_changed_with_it(name, value):
    """Counts, shares and differences of a changed description fit one another as those of a real dataset do."""
    value = {"log_n_rows": 2.0, "log_n_columns": 1.5}.get(name, value)
    changed = _CHANGES[name][1](dict(zip(NAMES, row(minority=0.4), strict=True)), value)
    assert changed[name] == pytest.approx(value)
    expected = row(
        n_rows=10 ** changed["log_n_rows"],
        n_columns=10 ** changed["log_n_columns"],
        minority=changed["minority_share"],
        missing=changed["missing_share"],
        linear=changed["linear_skill"],
    )
    np.testing.assert_allclose([changed[key] for key in NAMES], expected, atol=1e-9)


def test_the_criterion_is_told_how_rows_change(find):
    told = []

    def criterion(M, rows, minority):
        told.append((M, rows, minority))
        return by_rows(M)

    find(criterion, minority=0.4)
    M, rows, minority = told[0]
    np.testing.assert_allclose(rows, 10 ** M[:, 0] / 1000)
    np.testing.assert_allclose(minority, 10 ** M[:, NAMES.index("log_minority_rows")] / 400)
