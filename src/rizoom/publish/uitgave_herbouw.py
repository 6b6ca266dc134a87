"""Deliveries from the raw store through the whole way of the data again, in a warehouse of their own."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

from rizoom.intake import flow as intake
from rizoom.intake.keys import root_key
from rizoom.intake.rawstore import open_object
from rizoom.national import flow as national
from rizoom.settings import Settings
from rizoom.workspace import fingerprint, workspace

Progress = Callable[[str, int, int], None]
Bewaard = tuple[str, str]
"""(sha256, vorm) of a delivery in the raw store."""


def werkplek(settings: Settings, *parts: str) -> AbstractContextManager[Settings]:
    """A warehouse of its own for one piece of work."""
    return workspace(settings, fingerprint(settings.database, *parts))


def met_sleutel(settings: Settings, fresh: Settings) -> Settings:
    """The workspace with our root key, so that pseudonyms (and with them every order) are the same."""
    return replace(fresh, key_hex=root_key(settings).hex(), tussentijds=True)


def verwerk(
    settings: Settings, own: Settings, deliveries: Iterable[Bewaard], extra: Path | None = None,
    progress: Progress | None = None,
) -> None:  # fmt: skip
    """Receive, read, check and decide ``deliveries`` (and the zip ``extra``) in ``own``.

    Raises:
        StoreError: a delivery is no longer in the raw store.
    """
    inbox = own.home / "in"
    shutil.rmtree(inbox, ignore_errors=True)
    inbox.mkdir(parents=True)
    items = list(deliveries)
    for done, item in enumerate(items, start=1):
        _haal_op(settings, item, inbox / item[0])
        if progress:
            progress("ophalen", done, len(items))
    if extra is not None:
        shutil.copyfile(extra, inbox / "nieuw.zip")
    intake.receive(own, inbox, progress=progress)
    for group in intake.plan_groups(own, 1):
        intake.read_group(own, group, progress)
    intake.check(own, progress)
    intake.decide(own, progress)


def bouw(
    own: Settings, schooljaar: str, regelversie: str | None = None, progress: Progress | None = None
) -> None:
    """Build every school year up to and with ``schooljaar``, oldest first."""
    scope = national.Scope(regelversies=(regelversie,) if regelversie else ())
    for year in sorted({*national.years_to_build(own, schooljaar), schooljaar}):
        national.build_year(own, year, scope if year == schooljaar else None, progress=progress)


def _haal_op(settings: Settings, item: Bewaard, target: Path) -> None:
    """A zip as it was received; a delivered folder is unpacked from the zip in which the store keeps it."""
    sha256, vorm = item
    with open_object(settings, sha256) as source:
        if vorm == "map":
            with zipfile.ZipFile(source) as zipped:
                zipped.extractall(target)
            return
        with target.with_suffix(".zip").open("wb") as sink:
            shutil.copyfileobj(source, sink)
