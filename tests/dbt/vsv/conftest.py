"""One built country per test run; a copy of its database for a test that changes something."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rizoom.settings import Settings
from tests.conftest import copy_database, drop_database
from tests.dbt.vsv.cases import VERSIONS, deliveries
from tests.dbt.vsv.land import build, deliver


@pytest.fixture(scope="session")
def country(seeded: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """The country of :mod:`cases`, every rule version built. Read only."""
    settings = copy_database(seeded, tmp_path_factory.mktemp("vsv"))
    for delivery in deliveries():
        deliver(settings, delivery)
    build(settings, VERSIONS)
    yield settings
    drop_database(settings)


@pytest.fixture
def copy_of_country(country: Settings, tmp_path: Path) -> Iterator[Callable[[], Settings]]:
    """Makes a copy of the built country that a test may change."""
    made: list[Settings] = []

    def make() -> Settings:
        made.append(copy_database(country, tmp_path / str(len(made))))
        return made[-1]

    yield make
    for settings in made:
        drop_database(settings)
