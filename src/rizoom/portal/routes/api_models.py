"""What the API gives and takes; names as in the delivery contract."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Status = Literal[
    "ontvangen", "gecontroleerd", "goedgekeurd", "vigerend", "vervangen", "afgekeurd", "geweigerd"
]


class Model(BaseModel):
    """Unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class Ontvangstbewijs(Model):
    """Het ontvangstbewijs zoals het is ondertekend (Ed25519)."""

    formaat: str
    ontvangstnummer: str
    ontvangen_op: datetime
    sha256: str
    bytes: int
    vorm: Literal["zip", "map"]
    handtekening: str
    publieke_sleutel: str


class Inzending(Model):
    """Wat er met een ingestuurd bestand is gebeurd."""

    inzending: str
    status: Literal["wacht", "doorgelaten", "besmet", "geweigerd"]
    melding: str
    ontvangstbewijs: Ontvangstbewijs | None


class Levering(Model):
    """Een levering in het register. Lege velden zijn nog niet gelezen."""

    ontvangstnummer: str
    ontvangen_op: datetime
    sha256: str
    bytes: int
    status: Status
    uitleg: str
    volgende_stap: str
    soort: str
    leveraar: str
    schooljaar: str
    volgnummer: int | None


class Leveringen(Model):
    """Een bladzijde met leveringen, de nieuwste eerst."""

    leveringen: list[Levering]
    volgende: str | None = Field(
        description="Waarde voor `cursor` van de volgende bladzijde; null: dit was alles."
    )


class Bevinding(Model):
    """Een bevinding. `regel` telt regels van uw bestand; de kopregel is regel 1."""

    tabel: str
    regel: int | None
    kolom: str
    code: str
    ernst: Literal["fout", "waarschuwing", "info"]
    melding: str
    aantal: int


class Bevindingen(Model):
    """Een bladzijde met bevindingen, de ernstigste eerst."""

    bevindingen: list[Bevinding]
    volgende: str | None


class NieuweBevestiging(Model):
    """Waarom een waarschuwing toch klopt."""

    code: Annotated[str, Field(max_length=80, pattern="^[A-Z0-9-]+$")]
    reden: Annotated[str, Field(min_length=10, max_length=1000)]


class Bevestiging(Model):
    """Een bevestigde waarschuwing."""

    ontvangstnummer: str
    code: str
    reden: str


class Termijn(Model):
    """Wat u wanneer aanlevert. `dagen`: tot en met de opgavedatum; onder nul: te laat."""

    leveraar: str
    soort: str
    schooljaar: str
    opgavedatum: date
    status: Literal["geleverd", "bezig", "afgekeurd", "te_laat", "open", "later"]
    dagen: int
    bron: str


class Termijnen(Model):
    """De kalender van uw leveraars."""

    termijnen: list[Termijn]


class Probleem(BaseModel):
    """Een fout (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
