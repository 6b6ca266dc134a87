"""What a project asks for: a YAML file that somebody signed for, read strictly."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

TABLES = ("loopbaan", "verzuim_spell", "vrijstelling_spell", "traject", "vsv_uitkomst")
_NAME = re.compile(r"[a-z][a-z0-9_]{2,30}")
_LOGIN = re.compile(r"[a-z][a-z0-9]{1,20}")
_YEAR = re.compile(r"(\d{4})/(\d{4})")
_REQUIRED = {"project", "titel", "doel", "grond", "instelling", "tabellen", "schooljaren", "einddatum",
             "onderzoekers"}  # fmt: skip
_OPTIONAL = {"regios", "met_brin", "met_gemeente"}


class AanvraagError(ValueError):
    """The request cannot be granted as it stands. The text says what is wrong, in Dutch."""


@dataclass(frozen=True)
class Project:
    """A project as requested. ``onderzoekers``: short name for the login → name of the person.

    ``regios`` empty: the whole country. ``met_brin`` and ``met_gemeente``: granted finer detail.
    """

    project: str
    titel: str
    doel: str
    grond: str
    instelling: str
    tabellen: tuple[str, ...]
    schooljaren: tuple[str, ...]
    einddatum: date
    onderzoekers: dict[str, str]
    regios: tuple[str, ...] = ()
    met_brin: bool = False
    met_gemeente: bool = False

    @property
    def schema(self) -> str:
        """Schema with the views of this project."""
        return f"onderzoek_{self.project}"

    @property
    def eigenaar(self) -> str:
        """Role without login that owns the views."""
        return f"onderzoek_{self.project}_eigenaar"

    @property
    def lezer(self) -> str:
        """Role without login that may read the views."""
        return f"onderzoek_{self.project}_lezer"

    def login(self, kort: str) -> str:
        """Login of one person in this project."""
        return f"oz_{self.project}_{kort}"


def lees_aanvraag(pad: Path) -> Project:
    """Read a request. Raises :class:`AanvraagError`."""
    try:
        data = yaml.safe_load(pad.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        raise AanvraagError("de aanvraag is geen leesbare YAML") from None
    if not isinstance(data, dict):
        raise AanvraagError("de aanvraag is geen lijst van velden")
    return uit_velden(data)


def uit_velden(data: dict[str, Any]) -> Project:
    """A project from fields, checked. Raises :class:`AanvraagError`."""
    if missing := _REQUIRED - set(data):
        raise AanvraagError(f"ontbreekt: {', '.join(sorted(missing))}")
    if unknown := set(data) - _REQUIRED - _OPTIONAL:
        raise AanvraagError(f"onbekend: {', '.join(sorted(map(str, unknown)))}")
    for name in ("project", "titel", "doel", "grond", "instelling"):
        if not isinstance(data[name], str) or not data[name].strip():
            raise AanvraagError(f"{name} is leeg")
    if not _NAME.fullmatch(data["project"]):
        raise AanvraagError("project: 3 tot 31 kleine letters, cijfers of lage streepjes, eerst een letter")
    if not isinstance(data["einddatum"], date):
        raise AanvraagError("einddatum: verwacht JJJJ-MM-DD")
    people = data["onderzoekers"]
    if not isinstance(people, dict) or not people:
        raise AanvraagError("onderzoekers: ten minste een persoon, als korte naam: volledige naam")
    for short, name in people.items():
        if not _LOGIN.fullmatch(str(short)) or not isinstance(name, str) or not name.strip():
            raise AanvraagError(
                "onderzoekers: korte naam van 2 tot 21 kleine letters en cijfers, met een naam"
            )
    if len({name.strip().lower() for name in people.values()}) < len(people):
        raise AanvraagError("onderzoekers: een persoon heeft een login per project")
    for name in ("met_brin", "met_gemeente"):
        if not isinstance(data.get(name, False), bool):
            raise AanvraagError(f"{name}: verwacht true of false")
    return Project(
        project=data["project"],
        titel=data["titel"].strip(),
        doel=data["doel"].strip(),
        grond=data["grond"].strip(),
        instelling=data["instelling"].strip(),
        tabellen=_list(data, "tabellen", TABLES),
        schooljaren=_years(data),
        einddatum=data["einddatum"],
        onderzoekers={str(short): name.strip() for short, name in people.items()},
        regios=_list(data, "regios", None) if data.get("regios") else (),
        met_brin=data.get("met_brin", False),
        met_gemeente=data.get("met_gemeente", False),
    )


def _list(data: dict[str, Any], name: str, allowed: tuple[str, ...] | None) -> tuple[str, ...]:
    from rizoom.reference import regions

    values = data[name]
    known = set(regions()) if allowed is None else set(allowed)
    if not isinstance(values, list) or not values or not {str(value) for value in values} <= known:
        raise AanvraagError(f"{name}: kies uit {', '.join(sorted(known))}")
    return tuple(dict.fromkeys(str(value) for value in values))


def _years(data: dict[str, Any]) -> tuple[str, ...]:
    values = data["schooljaren"]
    matches = [_YEAR.fullmatch(str(value)) for value in values] if isinstance(values, list) else []
    if not matches or not all(m and int(m[2]) == int(m[1]) + 1 for m in matches):
        raise AanvraagError("schooljaren: verwacht een lijst van JJJJ/JJJJ")
    return tuple(sorted({str(value) for value in values}))
