"""From the national tables to the linear system of one indicator.

Atoms are municipality x class x age group. An area may count a person once who is counted in two municipalities;
the number of such persons (``dubbel_geteld``) is taken to be known to every attacker, so the system is about the
sums of the municipalities. Public tables show those sums, because they add up.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import psycopg

from rizoom.publish.geheim.beleid import Beleid, lees_beleid
from rizoom.publish.geheim.laag_a import Zaad, protect_a
from rizoom.publish.geheim.laag_b import protect_b
from rizoom.publish.geheim.model import Cel, Getoond, Openbaar, Percentage, Telling
from rizoom.publish.geheim.poort import Certificate, Refused, gate
from rizoom.reference import read_seed, region_of

TOTAAL = "TOTAAL"
ONBEKEND = "ONBEKEND"
LEEFTIJDEN = ((5, 11), (12, 15), (16, 17))
"""Age groups on 1 October: primary school, first years of secondary school, duty to qualify."""

_GEMEENTEN = """
select gebied from leerplichttelling.dekking
where schooljaar = %(schooljaar)s and niveau = 'gemeente' and status <> 'ontbreekt'
"""
_LEERPLICHT = """
select gebied, indicator, coalesce(klasse, 'TOTAAL'), leeftijd, sum(aantal)::integer
from intermediate.int_telling
where schooljaar = %(schooljaar)s and definitieset = %(versie)s and niveau = 'gemeente'
    and indicator = any(%(indicatoren)s)
group by gebied, indicator, klasse, leeftijd
"""
_SOMMEN = """
select indicator, niveau, gebied, onderwijssoort_klasse, aantal + dubbel_geteld
from leerplichttelling.leerplichttelling
where schooljaar = %(schooljaar)s and definitieset = %(versie)s and indicator = any(%(indicatoren)s)
    and aantal is not null
"""
_VSV = """
select niveau, gebied, categorie, x, n - x from vsv.vsv
where schooljaar = %(schooljaar)s and regelversie = %(versie)s and niveau <> 'instelling' and n is not null
"""


@dataclass(frozen=True)
class Gebieden:
    """Municipalities that delivered, and the areas above them with their municipalities, by (niveau, code)."""

    gemeenten: tuple[str, ...]
    samen: Mapping[tuple[str, str], tuple[str, ...]]

    @property
    def los(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """The municipalities themselves, in the same shape."""
        return {("gemeente", g): (g,) for g in self.gemeenten}


@dataclass(frozen=True)
class Indicator:
    """One system: the truth, the cells of region and above (layer A) and of municipalities (layer B)."""

    naam: str
    telling: Telling
    boven: tuple[Cel, ...]
    gemeenten: tuple[Cel, ...]

    def openbaar(
        self, versie: str, beleid: Beleid, sleutel: bytes, eerder: Sequence[Openbaar] = ()
    ) -> Openbaar:
        """Both layers protected, as one version. ``sleutel``: see :func:`laag_b.afrondsleutel`."""
        return self._bescherm(versie, beleid, sleutel, eerder)[0]

    def beveilig(
        self,
        versie: str,
        beleid: Beleid,
        sleutel: bytes,
        eerder: Sequence[Openbaar] = (),
        percentages: Callable[[Sequence[Getoond]], tuple[Percentage, ...]] | None = None,
    ) -> tuple[Openbaar, Certificate | Refused]:
        """As :meth:`openbaar`, and what the gate says; the gate starts from the tables that were found before.

        ``percentages``: computes from the cells as shown what is published beside them.
        """
        openbaar, zaad = self._bescherm(versie, beleid, sleutel, eerder)
        if percentages is not None:
            openbaar = replace(openbaar, percentages=percentages(openbaar.cellen))
        return openbaar, gate(self.telling, openbaar, beleid, eerder, zaad)

    def _bescherm(
        self, versie: str, beleid: Beleid, sleutel: bytes, eerder: Sequence[Openbaar]
    ) -> tuple[Openbaar, Zaad]:
        laag_b = protect_b(self.telling, self.gemeenten, beleid, sleutel)
        zaad: Zaad = []
        laag_a = protect_a(self.telling, self.boven, beleid, laag_b, eerder, zaad)
        return Openbaar(versie, (*laag_b, *laag_a)), zaad


def leerplicht(
    conn: psycopg.Connection,
    schooljaar: str,
    definitieset: str,
    indicatoren: Sequence[str],
    met_leeftijd: Collection[str] = (),
) -> dict[str, Indicator]:
    """The systems of these indicators of the leerplichttelling, by indicator.

    ``met_leeftijd``: those that are split by age group too in regions and above; such a system is three-way, and
    takes about ten times as long to protect.

    Municipalities that did not deliver are left out. Raises ``ValueError`` when the mart has no such figures, or
    when an area is not the sum of its municipalities.
    """
    waarden = {"schooljaar": schooljaar, "versie": definitieset, "indicatoren": list(indicatoren)}
    geleverd = sorted(row[0] for row in conn.execute(_GEMEENTEN, waarden))
    sommen = conn.execute(_SOMMEN, waarden).fetchall()
    if not geleverd or {row[0] for row in sommen} != set(indicatoren):
        raise ValueError(f"no figures of {', '.join(sorted(indicatoren))} in {schooljaar}")
    gebieden = gebieden_van(geleverd, date(int(schooljaar[-4:]), 7, 31))
    aantal: dict[str, dict[tuple[str, str, str], int]] = {i: {} for i in indicatoren}
    for gebied, indicator, klasse, leeftijd, n in conn.execute(_LEERPLICHT, waarden):
        plek = (gebied, klasse, leeftijdsgroep(leeftijd) if indicator in met_leeftijd else ONBEKEND)
        aantal[indicator][plek] = aantal[indicator].get(plek, 0) + n
    gevonden = {}
    for indicator in indicatoren:
        gevonden[indicator] = _indicator(indicator, gebieden, aantal[indicator])
        _controleer(gevonden[indicator], [row for row in sommen if row[0] == indicator])
    return gevonden


def vsv(conn: psycopg.Connection, schooljaar: str, regelversie: str) -> Indicator:
    """Dropouts (``X``), the others (``ZONDER_X``) and both together (``N``) per category, as one system.

    Raises ``ValueError`` as :func:`leerplicht` does.
    """
    rijen = conn.execute(_VSV, {"schooljaar": schooljaar, "versie": regelversie}).fetchall()
    geleverd = sorted({gebied for niveau, gebied, *_ in rijen if niveau == "gemeente"})
    if not geleverd:
        raise ValueError(f"no vsv figures in {schooljaar}")
    gebieden = gebieden_van(geleverd, date(int(schooljaar[:4]), 10, 1))
    klassen = sorted({row[2] for row in rijen} - {TOTAAL}) or [TOTAAL]
    aantal = {f"{g}|{k}|{deel}": 0 for g in geleverd for k in klassen for deel in ("X", "ZONDER_X")}
    sommen = []
    for niveau, gebied, klasse, x, rest in rijen:
        if niveau == "gemeente" and klasse in klassen:
            aantal |= {f"{gebied}|{klasse}|X": x, f"{gebied}|{klasse}|ZONDER_X": rest}
        for deel, n in (("X", x), ("ZONDER_X", rest), ("N", x + rest)):
            sommen.append((deel, niveau, gebied, klasse, n))
    telling = Telling(aantal, {atoom: atoom.split("|", 1)[0] for atoom in aantal})
    gevonden = Indicator(
        "vsv",
        telling,
        tuple(vsv_cellen(gebieden.samen, klassen)),
        tuple(vsv_cellen(gebieden.los, klassen)),
    )
    _controleer(gevonden, sommen)
    return gevonden


def vsv_cellen(gebieden: Mapping[tuple[str, str], Sequence[str]], klassen: Sequence[str]) -> Iterable[Cel]:
    """Cells of area x category x part. Rows for the group rule: the categories of the dropouts of an area."""
    drempel = lees_beleid().drempel_voor("X")
    for (niveau, gebied), leden in sorted(gebieden.items()):
        for deel, delen in (("X", ("X",)), ("ZONDER_X", ("ZONDER_X",)), ("N", ("X", "ZONDER_X"))):
            rij = f"X|{niveau}|{gebied}" if deel == "X" else ""
            for klasse in klassen:
                if klasse != TOTAAL:
                    atomen = frozenset(f"{g}|{klasse}|{d}" for g in leden for d in delen)
                    yield Cel(cel_sleutel(deel, niveau, gebied, klasse), atomen, drempel, rij)
            alles = frozenset(f"{g}|{k}|{d}" for g in leden for k in klassen for d in delen)
            yield Cel(cel_sleutel(deel, niveau, gebied), alles, drempel, rij, totaal=bool(rij))


def leerplicht_cellen(
    indicator: str,
    gebieden: Mapping[tuple[str, str], Sequence[str]],
    klassen: Sequence[str],
    leeftijden: Sequence[str],
) -> Iterable[Cel]:
    """Cells of area x class (x age group in areas above the municipality), with totals.

    ``leeftijden``: age groups in the system. Rows for the group rule: the classes of an area, and the classes of
    an area and age group.
    """
    drempel = lees_beleid().drempel_voor(indicator)
    for (niveau, gebied), leden in sorted(gebieden.items()):
        groepen = [TOTAAL, *leeftijden] if niveau != "gemeente" and len(leeftijden) > 1 else [TOTAAL]
        for groep in groepen:
            binnen = leeftijden if groep == TOTAAL else [groep]
            rij = f"{indicator}|{niveau}|{gebied}|{groep}"
            for klasse in klassen:
                if klasse != TOTAAL:
                    atomen = frozenset(_atoom(g, klasse, b) for g in leden for b in binnen)
                    yield Cel(cel_sleutel(indicator, niveau, gebied, klasse, groep), atomen, drempel, rij)
            alles = frozenset(_atoom(g, k, b) for g in leden for k in klassen for b in binnen)
            yield Cel(cel_sleutel(indicator, niveau, gebied, TOTAAL, groep), alles, drempel, rij, totaal=True)


def cel_sleutel(
    indicator: str, niveau: str, gebied: str, klasse: str = TOTAAL, leeftijd: str = TOTAAL
) -> str:
    """The name of a cell: ``AV_TOTAAL|regio|RMC19|VO`` or ``AV_TOTAAL|regio|RMC19|VO|12-15``."""
    return "|".join((indicator, niveau, gebied, klasse, *([] if leeftijd == TOTAAL else [leeftijd])))


def leeftijdsgroep(leeftijd: int | None) -> str:
    """``12-15`` for 13; ages outside the groups and actions (no age) are ``ONBEKEND``."""
    for jongst, oudst in LEEFTIJDEN:
        if leeftijd is not None and jongst <= leeftijd <= oudst:
            return f"{jongst}-{oudst}"
    return ONBEKEND


def gebieden_van(gemeenten: Sequence[str], dag: date) -> Gebieden:
    """Regions, provinces and the country with those of ``gemeenten`` that are in it on ``dag``."""
    provincie = {row["gemeentecode"]: row["provinciecode"] for row in read_seed("gemeente")}
    samen: dict[tuple[str, str], tuple[str, ...]] = {}
    for gemeente in sorted(gemeenten):
        regio = region_of(gemeente, dag) or region_of(gemeente, dag.replace(year=dag.year + (dag.month > 7)))
        if regio is None:
            raise ValueError(f"{gemeente} has no region on {dag}")
        for gebied in (("regio", regio), ("provincie", provincie[gemeente]), ("land", "NL")):
            samen[gebied] = (*samen.get(gebied, ()), gemeente)
    return Gebieden(tuple(sorted(gemeenten)), samen)


def _indicator(indicator: str, gebieden: Gebieden, aantal: Mapping[tuple[str, str, str], int]) -> Indicator:
    gevuld = {plek for plek, n in aantal.items() if n}
    klassen = sorted({klasse for _, klasse, _ in gevuld}) or [TOTAAL]
    leeftijden = sorted({groep for _, _, groep in gevuld}) or [ONBEKEND]
    alles = {
        _atoom(g, k, b): aantal.get((g, k, b), 0)
        for g in gebieden.gemeenten
        for k in klassen
        for b in leeftijden
    }
    telling = Telling(alles, {atoom: atoom.split("|", 1)[0] for atoom in alles})
    boven = leerplicht_cellen(indicator, gebieden.samen, klassen, leeftijden)
    onder = leerplicht_cellen(indicator, gebieden.los, klassen, leeftijden)
    return Indicator(indicator, telling, tuple(boven), tuple(onder))


def _atoom(gemeente: str, klasse: str, groep: str) -> str:
    return f"{gemeente}|{klasse}|{groep}"


def _controleer(stelsel: Indicator, sommen: Iterable[tuple[str, str, str, str, int]]) -> None:
    per_cel = {c.sleutel: stelsel.telling.som(c.atomen) for c in (*stelsel.boven, *stelsel.gemeenten)}
    for indicator, niveau, gebied, klasse, waarde in sommen:
        sleutel = cel_sleutel(indicator, niveau, gebied, klasse)
        if per_cel.get(sleutel, 0) != waarde:
            raise ValueError(f"{sleutel} is not the sum of its municipalities")
