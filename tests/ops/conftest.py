"""Helpers for tests that start processes."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest


def eventually(condition: Callable[[], object], seconds: float = 20.0) -> bool:
    """Whether the condition becomes true within so many seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return bool(condition())


@pytest.fixture
def within() -> Callable[..., bool]:
    return eventually
