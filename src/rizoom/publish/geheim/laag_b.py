"""Layer B: small-count rounding of municipal detail (spec publicatie, section 3).

The finest published cells with 1 .. drempel-1 become 0 or drempel; every total is the sum of rounded cells, so
everything adds up. The coin is an HMAC of the cell and its members: the same in every version while the members
are the same, and known to nobody without the key. The expectation of a rounded cell is its true count.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping, Sequence

from rizoom.intake.pseudonym import derive_key
from rizoom.publish.geheim.beleid import Beleid
from rizoom.publish.geheim.model import Cel, Getoond, Telling

INFO = b"rizoom|openbaar|afronding|v1"


def afrondsleutel(root_key: bytes) -> bytes:
    """The key of the coins, from the root key of the warehouse (32 bytes)."""
    return derive_key(root_key, INFO)


def protect_b(
    telling: Telling,
    cellen: Sequence[Cel],
    beleid: Beleid,
    sleutel: bytes,
    leden: Mapping[str, Sequence[str]] | None = None,
) -> tuple[Getoond, ...]:
    """Layer B of these cells, in the same order.

    ``leden``: pseudonyms per atom for the coin; without them the counts of the atoms are used. A row that would
    break the group rule is hidden as a whole, with every total that overlaps it. Raises ``ValueError`` when a
    total is no sum of finest cells.
    """
    fijnste = _fijnste(cellen)
    rond = {c: _rond(telling, c, sleutel, leden) for c in fijnste}
    van_atoom = {atoom: c for c in fijnste for atoom in c.atomen}
    waarden: list[int] = []
    for cel in cellen:
        delen = {van_atoom[a] for a in cel.atomen if a in van_atoom}
        if sum(len(d.atomen) for d in delen) != len(cel.atomen):
            raise ValueError(f"{cel.sleutel} is no sum of finest cells")
        waarden.append(sum(rond[d] for d in delen))
    dicht = eenzijdige_rijen(zip(cellen, waarden, strict=True), beleid)
    verborgen = {a for c in cellen if c.rij in dicht for a in c.atomen}
    fijn = {c.atomen for c in fijnste}
    return tuple(
        Getoond(cel, "verborgen", None)
        if cel.atomen & verborgen
        else Getoond(cel, "afgerond" if cel.atomen in fijn else "som", waarde)
        for cel, waarde in zip(cellen, waarden, strict=True)
    )


def eenzijdige_rijen(cellen: Iterable[tuple[Cel, int]], beleid: Beleid) -> dict[str, list[Cel]]:
    """Rows that break the group rule, each with the classes that do."""
    rijen: dict[str, list[tuple[Cel, int]]] = {}
    for cel, waarde in cellen:
        if cel.rij:
            rijen.setdefault(cel.rij, []).append((cel, waarde))
    fout: dict[str, list[Cel]] = {}
    for rij, inhoud in rijen.items():
        totalen = [w for c, w in inhoud if c.totaal]
        totaal = totalen[0] if totalen else sum(w for _, w in inhoud)
        gevonden = [c for c, w in inhoud if not c.totaal and beleid.te_eenzijdig(w, totaal)]
        if gevonden:
            fout[rij] = gevonden
    return fout


def _fijnste(cellen: Sequence[Cel]) -> list[Cel]:
    bedekt: set[str] = set()
    gevonden = []
    for cel in sorted(cellen, key=lambda c: (len(c.atomen), c.sleutel)):
        if cel.atomen and not (cel.atomen & bedekt):
            gevonden.append(cel)
            bedekt |= cel.atomen
    return gevonden


def _rond(telling: Telling, cel: Cel, sleutel: bytes, leden: Mapping[str, Sequence[str]] | None) -> int:
    waarde = telling.som(cel.atomen)
    if waarde == 0 or waarde >= cel.drempel:
        return waarde
    mac = hmac.new(sleutel, digestmod="sha256")
    for atoom in sorted(cel.atomen):
        inhoud = [str(telling.aantal[atoom])] if leden is None else sorted(leden.get(atoom, ()))
        for deel in (atoom, str(len(inhoud)), *inhoud):
            mac.update(deel.encode() + b"\x1f")
    munt = int.from_bytes(mac.digest()[:8], "big")
    return cel.drempel if munt * cel.drempel < waarde << 64 else 0
