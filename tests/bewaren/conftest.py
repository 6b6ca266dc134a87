"""The country with planted numbers, a copy for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rizoom.settings import Settings
from tests import geplant


@pytest.fixture(scope="session")
def land(server: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return geplant.land(server, tmp_path_factory.mktemp("geplant"))


@pytest.fixture
def gebouwd(land: Settings, tmp_path: Path) -> Iterator[Settings]:
    with geplant.kopie(land, tmp_path / "home") as settings:
        yield settings
