"""From the mart ``leerplichttelling`` to the linear system of one indicator.

Atoms are municipality x class. An area may count a person once who is counted in two municipalities; the number
of such persons (``dubbel_geteld``) is taken to be known to every attacker, so the system is about the sums of the
municipalities. Public tables show those sums, because they add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rizoom.publish.geheim.beleid import Beleid, lees_beleid
from rizoom.publish.geheim.laag_a import protect_a
from rizoom.publish.geheim.laag_b import protect_b
from rizoom.publish.geheim.model import Cel, Openbaar, Telling
from rizoom.reference import read_seed, region_of
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

TOTAAL = "TOTAAL"
REGELS = """
select niveau, gebied, onderwijssoort_klasse, aantal + dubbel_geteld
from leerplichttelling.leerplichttelling
where schooljaar = %(schooljaar)s and indicator = %(indicator)s and aantal is not null
    and definitieset = coalesce(%(definitieset)s, (
        select max(definitieset) from leerplichttelling.leerplichttelling where schooljaar = %(schooljaar)s
    ))
"""


@dataclass(frozen=True)
class Indicator:
    """One indicator: the truth, the cells of region and above (layer A) and of municipalities (layer B)."""

    telling: Telling
    boven: tuple[Cel, ...]
    gemeenten: tuple[Cel, ...]

    def openbaar(
        self, versie: str, beleid: Beleid, sleutel: bytes, eerder: Sequence[Openbaar] = ()
    ) -> Openbaar:
        """Both layers protected, as one version. ``sleutel``: see :func:`laag_b.afrondsleutel`."""
        laag_b = protect_b(self.telling, self.gemeenten, beleid, sleutel)
        return Openbaar(versie, (*laag_b, *protect_a(self.telling, self.boven, beleid, laag_b, eerder)))


def from_leerplichttelling(
    settings: Settings, schooljaar: str, indicator: str, definitieset: str | None = None
) -> Indicator:
    """The cells of one indicator; ``definitieset`` by default the newest of that year.

    Municipalities that did not deliver are left out. Raises ``ValueError`` when the mart has no such figures, or
    when an area is not the sum of its municipalities.
    """
    waarden = {"schooljaar": schooljaar, "indicator": indicator, "definitieset": definitieset}
    with connect(settings) as conn:
        rijen = conn.execute(REGELS, waarden).fetchall()
    gemeenten = sorted({gebied for niveau, gebied, _, _ in rijen if niveau == "gemeente"})
    if not gemeenten:
        raise ValueError(f"no figures of {indicator} in {schooljaar}")
    klassen = sorted({klasse for _, _, klasse, _ in rijen if klasse != TOTAAL}) or [TOTAAL]
    aantal = {(g, k): 0 for g in gemeenten for k in klassen}
    aantal.update({(g, k): n for niveau, g, k, n in rijen if niveau == "gemeente" and k in klassen})
    telling = Telling({_atoom(g, k): n for (g, k), n in aantal.items()}, {_atoom(g, k): g for g, k in aantal})
    drempel = lees_beleid().drempel_voor(indicator)
    los = {("gemeente", g): [g] for g in gemeenten}
    samen = _gebieden(gemeenten, schooljaar)
    boven = tuple(_cellen(samen, klassen, indicator, drempel))
    onder = tuple(_cellen(los, klassen, indicator, drempel))
    _controleer(telling, (*boven, *onder), rijen, indicator)
    return Indicator(telling, boven, onder)


def _atoom(gemeente: str, klasse: str) -> str:
    return f"{gemeente}|{klasse}"


def _sleutel(indicator: str, niveau: str, gebied: str, klasse: str) -> str:
    return f"{indicator}|{niveau}|{gebied}|{klasse}"


def _gebieden(gemeenten: Iterable[str], schooljaar: str) -> dict[tuple[str, str], list[str]]:
    """Regions, provinces and the country with their municipalities, as on 31 July of the school year."""
    dag = date(int(schooljaar[-4:]), 7, 31)
    provincie = {row["gemeentecode"]: row["provinciecode"] for row in read_seed("gemeente")}
    gebieden: dict[tuple[str, str], list[str]] = {}
    for gemeente in gemeenten:
        regio = region_of(gemeente, dag)
        if regio is None:
            raise ValueError(f"{gemeente} has no region on {dag}")
        for gebied in (("regio", regio), ("provincie", provincie[gemeente]), ("land", "NL")):
            gebieden.setdefault(gebied, []).append(gemeente)
    return gebieden


def _cellen(
    gebieden: dict[tuple[str, str], list[str]], klassen: Sequence[str], indicator: str, drempel: int
) -> Iterable[Cel]:
    for (niveau, gebied), leden in sorted(gebieden.items()):
        rij = f"{indicator}|{niveau}|{gebied}"
        for klasse in klassen:
            if klasse != TOTAAL:
                atomen = frozenset(_atoom(g, klasse) for g in leden)
                yield Cel(_sleutel(indicator, niveau, gebied, klasse), atomen, drempel, rij)
        alles = frozenset(_atoom(g, k) for g in leden for k in klassen)
        yield Cel(_sleutel(indicator, niveau, gebied, TOTAAL), alles, drempel, rij, totaal=True)


def _controleer(
    telling: Telling, cellen: Iterable[Cel], rijen: Sequence[tuple[str, str, str, int]], indicator: str
) -> None:
    per_cel = {cel.sleutel: telling.som(cel.atomen) for cel in cellen}
    for niveau, gebied, klasse, waarde in rijen:
        sleutel = _sleutel(indicator, niveau, gebied, klasse)
        if per_cel.get(sleutel, 0) != waarde:
            raise ValueError(f"{sleutel} is not the sum of its municipalities")
