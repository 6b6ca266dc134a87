"""The truth as files in the shape of the national tables (design, section 5): counts to CSV."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from rizoom.synth.land import Land
from rizoom.synth.telling import THUISZITTERS, Gebied, Telling

Regel = tuple[object, ...]

INDICATOREN = (  # noqa: SIM905
    "TELPLICHTIG LEERPLICHTIG KWALIFICATIEPLICHTIG TELPLICHTIG_JAAR AV_POTENTIEEL AV_TOTAAL AV_GECORRIGEERD "
    "AV_GECORRIGEERD_STARTKWALIFICATIE AV_GECORRIGEERD_OVERLEDEN AV_GECORRIGEERD_VERHUISD_BUITENLAND "
    "AV_GECORRIGEERD_VERHUISD_GEMEENTE AV_GECORRIGEERD_NOG_OP_OUDE_SCHOOL AV_GECORRIGEERD_VRIJSTELLING "
    "AV_GECORRIGEERD_NBI AV_GECORRIGEERD_OVERIG AV_GT3M AV_OPGELOST AV_OPEN AV_UIT_BEELD "
    "RV_16U RV_HERHAALD RV_LUXE "
    "LRV_BEGIN LRV_NIEUW LRV_TOTAAL LRV_GT3M LRV_VERHUISD LRV_TERUGGELEID LRV_OPEN VR_5_ONDER_A VR_5_ONDER_B "
    "VR_5_ONDER_C VR_ART5A VR_15 VL_3A VL_3B PV_ABSOLUUT PV_RELATIEF PV_LUXE PV_OVERIG "
    "HALT WAARSCHUWING MAS1 MAS3 MAS4"
).split()
UITKOMSTEN = (  # noqa: SIM905
    "B_OVERLEDEN B_VERTROKKEN B_VRIJSTELLING C_VO C_MBO C_VAVO C_HO C_VSO_PRO C_NIET_BEKOSTIGD "
    "D_STARTKW_EERDER "
    "D_STARTKW_JAAR D_STARTKW_VERLAAT D_DEFENSIE_POLITIE D_ENTREE_WERK VSV"
).split()
SCENARIOS: dict[str, frozenset[str]] = {
    "S28": frozenset({"S28A", "S28B"}),
    "S28A": frozenset({"S28A"}),
    "S28B": frozenset({"S28B"}),
    "S29": frozenset({"S29"}),
    "S30": frozenset({"S30A", "S30B"}),
    "S30A": frozenset({"S30A"}),
    "S30B": frozenset({"S30B"}),
}
_DELEN = frozenset({"S28A", "S28B", "S29", "S30A", "S30B"})


def procent(deel: int, geheel: int, decimalen: int = 2) -> str:
    """Rounded percentage, half away from zero; empty when there is nothing to divide by."""
    if geheel == 0:
        return ""
    stap = Decimal(1).scaleb(-decimalen)
    return str((Decimal(100) * deel / geheel).quantize(stap, ROUND_HALF_UP))


def verdeel_honderd(aantallen: list[int]) -> list[str]:
    """Percentages with one decimal that add up to 100.0 (largest remainder; ties: the first)."""
    som = sum(aantallen)
    delen = [divmod(1000 * n, som) for n in aantallen]
    over = 1000 - sum(heel for heel, _ in delen)
    volgorde = sorted(range(len(delen)), key=lambda i: (-delen[i][1], i))
    tiende = [heel + (i in volgorde[:over]) for i, (heel, _) in enumerate(delen)]
    return [f"{t // 10}.{t % 10}" for t in tiende]


class Waarheid:
    """Writes the truth files of one school year."""

    def __init__(self, land: Land, telling: Telling, regelversie: str) -> None:
        self.land, self.t, self.regelversie = land, telling, regelversie
        self.jaar = land.jaar.naam
        self.leden: dict[Gebied, list[str]] = defaultdict(list)
        for g in land.gemeenten:
            for gebied in telling.gebieden(g):
                self.leden[gebied].append(g)

    def status(self, gebied: Gebied, *, regio: bool = False) -> str:
        """Coverage of an area by leerplicht deliveries, or (``regio``) by doorstroompunt deliveries."""
        binnen = [(self.land.regio[g] if regio else g) not in self.t.ontbreekt for g in self.leden[gebied]]
        return "volledig" if all(binnen) else "onvolledig" if any(binnen) else "ontbreekt"

    def schrijf(self, map_: Path) -> None:
        """Write every file, sorted."""
        map_.mkdir(parents=True, exist_ok=True)
        for naam, kop, regels in (
            ("dekking", "schooljaar,niveau,gebied,status,gemeenten,geleverd,bevolking_pct", self.dekking()),
            (
                "leerplichttelling",
                "schooljaar,niveau,gebied,indicator,onderwijssoort_klasse,aantal,dubbel_geteld,status",
                self.leerplichttelling(),
            ),
            ("thuiszitters", "schooljaar,niveau,gebied,code,personen,som", self.thuiszitters()),
            ("stromen", "schooljaar,niveau,gebied,van,naar,personen", self.stromen()),
            ("vsv", _VSV_KOP, self.vsv()),
            (
                "vsv_scenario",
                "schooljaar,regelversie,niveau,gebied,scenario,over,verwijderd,alleen,pct_n1,pct_n2",
                self.vsv_scenario(),
            ),
            (
                "jongeren_in_beeld",
                "schooljaar,peildatum,niveau,gebied,leeftijdsgroep,status,personen",
                self.jongeren_in_beeld(),
            ),
            ("doorstroompunt", "schooljaar,gebied,tabel,rij,kolom,waarde", self.doorstroompunt()),
        ):
            schrijf_csv(map_ / f"{naam}.csv", kop.split(","), regels)

    def dekking(self) -> Iterable[Regel]:
        """Coverage by leerplicht deliveries, population aged 5 to 17."""
        mensen = {
            g: sum(n for a, n in self.land.inwoners[g].items() if 5 <= a <= 17) for g in self.land.gemeenten
        }
        for gebied, leden in self.leden.items():
            binnen = [g for g in leden if g not in self.t.ontbreekt]
            pct = procent(sum(mensen[g] for g in binnen), sum(mensen[g] for g in leden))
            yield (self.jaar, *gebied, self.status(gebied), len(leden), len(binnen), pct)

    def leerplichttelling(self) -> Iterable[Regel]:
        """TOTAAL always, classes when somebody counts here or in a municipality of the area."""
        lp: dict[tuple[Gebied, str, str], int] = defaultdict(int)
        som: dict[tuple[Gebied, str, str], int] = defaultdict(int)
        for (gebied, indicator, klasse), n in self.t.lp.items():
            for k in (klasse, "TOTAAL"):
                lp[(gebied, indicator, k)] += n
                if gebied[0] == "gemeente":
                    for groter in self.t.gebieden(gebied[1]):
                        som[(groter, indicator, k)] += n
        for gebied in self.leden:
            status = self.status(gebied)
            for indicator in INDICATOREN:
                if status == "ontbreekt":
                    yield (self.jaar, *gebied, indicator, "TOTAAL", "", "", status)
                else:
                    sleutel = (gebied, indicator, "TOTAAL")
                    yield (
                        self.jaar,
                        *gebied,
                        indicator,
                        "TOTAAL",
                        lp[sleutel],
                        som[sleutel] - lp[sleutel],
                        status,
                    )
        for (gebied, indicator, klasse), n in list(lp.items()):
            if klasse != "TOTAAL":
                over = som[(gebied, indicator, klasse)] - n
                yield (self.jaar, *gebied, indicator, klasse, n, over, self.status(gebied))

    def thuiszitters(self) -> Iterable[Regel]:
        """Union of persons beside the sum of the area's own indicators."""
        totaal: dict[tuple[Gebied, str], int] = defaultdict(int)
        for (gebied, indicator, _), n in self.t.lp.items():
            totaal[(gebied, indicator)] += n
        for gebied in self.leden:
            leeg = self.status(gebied) == "ontbreekt"
            for code, delen in THUISZITTERS.items():
                som = sum(
                    self.t.thuis[(gebied, "ZORGWEKKEND")] if i == "ZORGWEKKEND" else totaal[(gebied, i)]
                    for i in delen
                )
                yield (
                    self.jaar,
                    *gebied,
                    code,
                    "" if leeg else self.t.thuis[(gebied, code)],
                    "" if leeg else som,
                )

    def stromen(self) -> Iterable[Regel]:
        """Persons per pair of states."""
        for (gebied, van, naar), n in self.t.stroom.items():
            yield (self.jaar, *gebied, van, naar, n)

    def vsv(self) -> Iterable[Regel]:
        """Waterfall per area, institution and category."""
        tel: dict[tuple[Gebied, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for (gebied, cat, uitkomst), n in self.t.vsv.items():
            tel[(gebied, cat)][uitkomst] += n
        for gebied in self.leden:
            tel[(gebied, "TOTAAL")]  # a row also where nobody counts
        for (gebied, cat), u in tel.items():
            status = "" if gebied[0] == "instelling" else self.status(gebied, regio=True)
            kop = (self.jaar, self.regelversie, *gebied, cat)
            if status == "ontbreekt":
                yield (*kop, *[""] * 7, status, *[""] * len(UITKOMSTEN))
                continue
            b = sum(u[k] for k in UITKOMSTEN if k.startswith("B_"))
            a = sum(u[k] for k in UITKOMSTEN)
            x, zonder = u["VSV"], u["VSV"] + u["D_DEFENSIE_POLITIE"] + u["D_ENTREE_WERK"]
            cijfers = (a, b, a - b, x, u["X_zonder_entree"], zonder, procent(x, a - b))
            yield (*kop, *cijfers, status, *[u[k] for k in UITKOMSTEN])

    def vsv_scenario(self) -> Iterable[Regel]:
        """What each scenario leaves over, removes, and removes alone."""
        noemer: dict[Gebied, int] = defaultdict(int)
        per_gebied: dict[Gebied, dict[frozenset[str], int]] = defaultdict(dict)
        for (gebied, cat, uitkomst), n in self.t.vsv.items():
            if cat == "TOTAAL" and uitkomst in UITKOMSTEN and not uitkomst.startswith("B_"):
                noemer[gebied] += n
        for (gebied, papieren), n in self.t.scenario.items():
            per_gebied[gebied][papieren] = n
        for gebied in self.leden:
            kop = (self.jaar, self.regelversie, *gebied)
            if self.status(gebied, regio=True) == "ontbreekt":
                yield from ((*kop, code, *[""] * 5) for code in (*SCENARIOS, "SALL", "S27"))
                continue
            groepen, n_basis = per_gebied[gebied], noemer[gebied]
            x = sum(groepen.values())
            for code, delen in (*SCENARIOS.items(), ("SALL", _DELEN)):
                weg = sum(n for s, n in groepen.items() if s & delen)
                alleen = (
                    "" if code == "SALL" else sum(n for s, n in groepen.items() if s & delen and s <= delen)
                )
                yield (
                    *kop,
                    code,
                    x - weg,
                    weg,
                    alleen,
                    procent(x - weg, n_basis),
                    procent(x - weg, n_basis - weg),
                )
            x27 = self.t.s27[(gebied, "X")]
            yield (*kop, "S27", x27, "", "", procent(x27, self.t.s27[(gebied, "N")]), "")

    def jongeren_in_beeld(self) -> Iterable[Regel]:
        """Persons per reference date, age group and status."""
        for (moment, gebied, groep, status), n in self.t.beeld.items():
            peil = (self.land.jaar.t0, self.land.jaar.t1)[moment]
            yield (self.jaar, peil, *gebied, groep, status, n)

    def doorstroompunt(self) -> Iterable[Regel]:
        """Effect tables, reach and target group per region; zeros left out except the percentages."""
        rijen = {(regio, tabel, rij) for regio, tabel, rij, _ in self.t.traject}
        for regio, tabel, rij in rijen:
            kop = (self.jaar, regio, tabel, rij)
            wacht = [self.t.traject[(regio, tabel, rij, f"_{w}")] for w in _WACHT]
            if sum(wacht):
                for naam, pct in zip(_WACHT, verdeel_honderd(wacht), strict=True):
                    yield (*kop, f"intake_{naam}_pct", pct)
        for (regio, tabel, rij, kolom), n in self.t.traject.items():
            if n and not kolom.startswith("_"):
                yield (self.jaar, regio, tabel, rij, kolom, n)
        for regio, n in self.t.oude_vsv.items():
            if n:
                yield (self.jaar, regio, "oude_vsv", "1_oktober", "personen", n)
        for regio in self.land.regios:
            bereikt, totaal = (
                self.t.doelgroep[(regio, True)],
                sum(self.t.doelgroep[(regio, b)] for b in (True, False)),
            )
            if totaal:
                kop = (self.jaar, regio, "bereik", "1_oktober")
                yield (*kop, "doelgroep", totaal)
                yield (*kop, "bereik_pct", procent(bereikt, totaal))
                if bereikt:
                    yield (*kop, "bereikt", bereikt)


_WACHT = ("lt_14_dagen", "14_28_dagen", "gt_28_dagen")
_VSV_KOP = (
    "schooljaar,regelversie,niveau,gebied,categorie,A,B,N,X,X_zonder_entree,X_zonder_uitkomst,vsv_pct,status,"
    + ",".join(k.lower() for k in UITKOMSTEN)
)


def schrijf_csv(pad: Path, kop: list[str], regels: Iterable[Regel]) -> None:
    """A CSV file with its rows sorted as text."""
    with pad.open("w", encoding="utf-8", newline="") as file:
        schrijver = csv.writer(file, lineterminator="\n")
        schrijver.writerow(kop)
        schrijver.writerows(sorted([str(cel) for cel in regel] for regel in regels))
