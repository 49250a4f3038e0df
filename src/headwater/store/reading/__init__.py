"""What readers see: every query goes through the views of the gate and comes back as values of `model.view`."""

from headwater.store.reading.reader import Reader

__all__ = ["Reader"]
