"""torch, imported when it is first used: this package can be imported where torch is not installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaselect.exceptions import MissingBackendError

__all__ = ["torch"]


class _Torch:
    """Stands for the module torch, which it imports when it is first asked for something."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name != "__version__":  # who looks at modules asks objects for these
            raise AttributeError(name)
        try:
            import torch as module
        except ImportError:
            raise MissingBackendError(
                "training needs torch, which is not installed; install it with: pip install 'metaselect[torch]'"
            ) from None
        value = getattr(module, name)
        setattr(self, name, value)  # found at once the next time
        return value


if TYPE_CHECKING:
    import torch
else:
    torch = _Torch()
