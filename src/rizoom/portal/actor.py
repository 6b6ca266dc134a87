"""Who acts, and what each role may do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Recht(StrEnum):
    """What a route asks for. Every route names one, or ``OPENBAAR``."""

    OPENBAAR = "openbaar"
    INGELOGD = "ingelogd"
    AANLEVEREN = "aanleveren"
    LEVERINGEN = "leveringen"
    BEVINDINGEN = "bevindingen"
    BEVESTIGEN = "bevestigen"
    SPIEGEL = "spiegel"
    KALENDER = "kalender"
    AUDIT = "audit"


#: Rights of a role for the suppliers it is mandated for.
OWN: dict[str, frozenset[Recht]] = {
    "leveraar": frozenset(
        {
            Recht.INGELOGD,
            Recht.AANLEVEREN,
            Recht.LEVERINGEN,
            Recht.BEVINDINGEN,
            Recht.BEVESTIGEN,
            Recht.SPIEGEL,
            Recht.KALENDER,
        }
    ),
    "helpdesk": frozenset({Recht.INGELOGD}),
    "auditor": frozenset({Recht.INGELOGD}),
}
#: Rights of a role for every supplier. Nobody sees the mirror report or the young people of all.
ALL: dict[str, frozenset[Recht]] = {
    "leveraar": frozenset(),
    "helpdesk": frozenset({Recht.LEVERINGEN, Recht.BEVINDINGEN, Recht.KALENDER}),
    "auditor": frozenset({Recht.LEVERINGEN, Recht.KALENDER, Recht.AUDIT}),
}


@dataclass(frozen=True)
class Account:
    """A person or machine that logged in. ``leveraars``: codes it is mandated for today."""

    account_id: int
    soort: str
    naam: str
    rollen: frozenset[str]
    leveraars: frozenset[str]

    @property
    def actor(self) -> str:
        """Name in events and the audit log: no personal data."""
        return f"portaal:{self.account_id}"

    def may(self, recht: Recht) -> bool:
        """Whether one of the roles has this right, for some supplier."""
        return any(recht in OWN[rol] or recht in ALL[rol] for rol in self.rollen)

    def scope(self, recht: Recht) -> list[str] | None:
        """Suppliers for which the account has ``recht``, sorted; None: all of them."""
        if any(recht in ALL[rol] for rol in self.rollen):
            return None
        if any(recht in OWN[rol] for rol in self.rollen):
            return sorted(self.leveraars)
        return []
