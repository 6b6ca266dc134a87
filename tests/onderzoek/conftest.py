"""The country with planted numbers; projects opened in it, and logins as their researchers use them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import psycopg
import pytest

from rizoom.onderzoek import beheer
from rizoom.onderzoek.project import TABLES, Project, uit_velden
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect, database_url
from tests import geplant

VANDAAG = date.today()
EINDE = VANDAAG.replace(year=VANDAAG.year + 2, day=1)
_numbers = itertools.count(1)
Openen = Callable[..., tuple[Project, list[beheer.Toegang]]]


def aanvraag(**anders: Any) -> Project:
    """A request that can be granted, under a name that was not used before."""
    fields: dict[str, Any] = {
        "project": f"proef{next(_numbers)}",
        "titel": "Wie komt terug naar school?",
        "doel": "Nagaan welke begeleiding helpt",
        "grond": "AVG artikel 89 en artikel 24 UAVG; besluit van de verwerkingsverantwoordelijke",
        "instelling": "Proefuniversiteit",
        "tabellen": list(TABLES),
        "schooljaren": [geplant.SCHOOLJAAR],
        "einddatum": EINDE,
        "onderzoekers": {"ada": "Ada Onderzoeker"},
    }
    return uit_velden(fields | anders)


@contextmanager
def projecten(settings: Settings) -> Iterator[Openen]:
    """Open projects; what is still open at the end is closed (logins belong to the whole server)."""

    def openen(**anders: Any) -> tuple[Project, list[beheer.Toegang]]:
        project = aanvraag(**anders)
        return project, beheer.openen(settings, project, "beheerder", VANDAAG)

    try:
        yield openen
    finally:
        with connect(settings) as conn:
            names = [
                r[0]
                for r in conn.execute("select project from onderzoekbeheer.project where gesloten_op is null")
            ]
        for name in names:
            beheer.sluiten(settings, name, "test", "einde van de test")


def als(settings: Settings, toegang: beheer.Toegang) -> psycopg.Connection:
    """A connection as this researcher."""
    url = urlsplit(database_url(settings))
    name = f"{toegang.login}:{quote(toegang.wachtwoord, safe='')}@{url.hostname}:{url.port}"
    return psycopg.connect(url._replace(netloc=name).geturl(), autocommit=True, connect_timeout=10)


@pytest.fixture(scope="session")
def land(server: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return geplant.land(server, tmp_path_factory.mktemp("geplant"))


@pytest.fixture(scope="module")
def wereld(land: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, Openen]]:
    """One warehouse for all tests of a module; each opens projects of its own."""
    with ExitStack() as stack:
        settings = stack.enter_context(geplant.kopie(land, tmp_path_factory.mktemp("onderzoek") / "home"))
        yield settings, stack.enter_context(projecten(settings))


@pytest.fixture
def settings(wereld: tuple[Settings, Openen]) -> Settings:
    return wereld[0]


@pytest.fixture
def openen(wereld: tuple[Settings, Openen]) -> Openen:
    return wereld[1]


@pytest.fixture
def verzoek(tmp_path: Path) -> Path:
    """A request as a file."""
    file = tmp_path / "aanvraag.yaml"
    file.write_text(
        "project: bestand\ntitel: t\ndoel: d\ngrond: g\ninstelling: i\ntabellen: [loopbaan]\n"
        f"schooljaren: ['{geplant.SCHOOLJAAR}']\neinddatum: {EINDE.isoformat()}\nonderzoekers: {{ada: Ada}}\n"
    )
    return file
