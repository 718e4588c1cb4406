import numpy as np
import pytest

from metaselect.exceptions import ConfigurationError
from metaselect.learners import (
    LEARNERS,
    Configuration,
    make_configuration,
    sample_configuration,
    shipped_configurations,
)
from metaselect.metalearners import encode_configurations


@pytest.mark.parametrize("task", ["binary", "regression"])
def test_shipped_configurations_have_codes_of_their_own(task):
    encoding = encode_configurations(shipped_configurations(task))
    assert len(np.unique(encoding, axis=0)) == len(encoding)


@pytest.mark.parametrize("learner", LEARNERS)
def test_drawn_configurations_fit_into_the_same_columns(learner):
    drawn = encode_configurations([sample_configuration(learner, 0, index) for index in range(20)])
    assert drawn.shape[1] == encode_configurations([make_configuration("ridge")]).shape[1]
    assert np.all((drawn >= -0.5) & (drawn <= 1.0))


def test_logarithmic_range_is_spaced_by_its_logarithm():
    space = LEARNERS["ridge"].full_space["alpha"]
    middle = float(np.sqrt(space.low * space.high))
    low, half, high = encode_configurations(
        [make_configuration("ridge", alpha=a) for a in (space.low, middle, space.high)]
    )
    (column,) = np.flatnonzero(low != high)
    np.testing.assert_allclose([low[column], half[column], high[column]], [-0.5, 0.0, 0.5], atol=1e-9)


def test_unknown_learner_is_refused():
    with pytest.raises(ConfigurationError, match="no base learner 'mystery'"):
        encode_configurations([Configuration("mystery")])
