import sys

import pytest

from metaselect.exceptions import MissingBackendError
from metaselect.pretraining._torch import _Torch


def test_without_torch_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    assert not hasattr(_Torch(), "__wrapped__")  # which tools that look at modules ask for
    with pytest.raises(MissingBackendError, match=r"pip install 'metaselect\[torch\]'"):
        _Torch().Generator  # noqa: B018
