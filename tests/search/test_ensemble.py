import numpy as np
import pytest

from metaselect.search import select_votes

TRUTH = np.sin(np.linspace(0, 20, 1200))


def score(predicted):
    return -float(((predicted - TRUTH) ** 2).mean())


def noisy(*deviations, seed=0):
    rng = np.random.default_rng(seed)
    return {f"m{i}": TRUTH + rng.normal(0, deviation, len(TRUTH)) for i, deviation in enumerate(deviations)}


def average(predictions, weights):
    return np.average([predictions[name] for name in weights], axis=0, weights=list(weights.values()))


def test_the_average_beats_its_members():
    predictions = noisy(0.5, 0.5, 0.6, 2.0)
    votes = select_votes(predictions, score, {}, len(TRUTH))
    assert votes.score > max(map(score, predictions.values()))
    assert votes.score == pytest.approx(score(average(predictions, votes.weights)))
    assert votes.weights.get("m3", 0) < votes.weights["m0"]


def test_weights_are_whole_and_the_heaviest_comes_first():
    weights = list(select_votes(noisy(0.4, 0.5, 0.9), score, {"m1": 3}, 1000).weights.values())
    assert all(isinstance(weight, int) and weight > 0 for weight in weights)
    assert weights == sorted(weights, reverse=True)


def test_few_rows_leave_what_was_advised():
    predictions = noisy(0.9, 0.9, 0.1)
    assert select_votes(predictions, score, {"m0": 2, "m1": 1}, n_rows=100).weights == {"m0": 2, "m1": 1}


def test_the_more_rows_the_less_the_advised_blend_counts():
    predictions = noisy(0.6, 0.6, 0.3)
    prior = {"m0": 1, "m1": 1}
    shares = []
    for n_rows in (100, 300, 3000):
        weights = select_votes(predictions, score, prior, n_rows).weights
        shares.append((weights.get("m0", 0) + weights.get("m1", 0)) / sum(weights.values()))
    assert shares[0] == 1.0
    assert shares[0] > shares[1] > shares[2]


def test_it_ends_with_nothing_worse_than_what_it_began_with():
    for seed in range(20):
        predictions = noisy(0.5, 0.7, 0.4, 1.5, seed=seed)
        prior = {"m0": 3, "m1": 2, "m2": 1}
        votes = select_votes(predictions, score, prior, 2000)
        assert votes.score >= score(average(predictions, prior)) - 1e-3  # but for weights that became whole


def test_members_are_fitted_in_time():
    predictions = noisy(0.2, 0.5, 0.5)
    seconds = {"m0": 50.0, "m1": 1.0, "m2": 1.0}
    assert set(select_votes(predictions, score, {}, 2000, seconds, 10.0).weights) == {"m1", "m2"}
    assert "m0" in select_votes(predictions, score, {}, 2000, seconds, 60.0).weights


def test_there_are_at_most_ten_members():
    assert len(select_votes(noisy(*[0.5] * 30), score, {}, 5000).weights) <= 10


def test_no_predictions_are_an_error():
    with pytest.raises(ValueError, match="no predictions"):
        select_votes({}, score, {}, 100)
