"""Known answers: invented persons with the outcome that definities, section 4, gives them.

Utrecht (RMC19) delivers the table uitkomst, Rijnmond (RMC29) does not; the other regions deliver nothing.
Rijnmond holds the published count of mbo 2005/2006 in hundreds.
"""

from __future__ import annotations

from tests.dbt.vsv.land import Delivery, pseudonym

VERSIONS = ("R2012", "R2020", "R2026", "CBS")
UTRECHT, NIEUWEGEIN, ROTTERDAM = "GM0344", "GM0356", "GM0599"
FROM, TO = "2024-08-01", "2025-06-30"

# person: outcome per rule version, in the order of VERSIONS; None is not in the base
OUTCOMES: dict[str, tuple[str | None, str | None, str | None, str | None]] = {
    "21 op T0": ("VSV", "VSV", "VSV", "VSV"),
    "22 op T0": (None, None, "VSV", None),
    "26 op T1": (None, None, "VSV", None),
    "27 op T1": (None, None, None, None),
    "12 op T0": ("VSV", "VSV", "VSV", "VSV"),
    "11 op T0": (None, None, None, None),
    "vavo": (None, "VSV", "VSV", "VSV"),
    "vo en mbo": ("VSV", "VSV", "VSV", "VSV"),
    "startkw 31 december": ("D_STARTKW_VERLAAT", "D_STARTKW_VERLAAT", "VSV", "VSV"),
    "startkw 1 januari": ("VSV", "VSV", "VSV", "VSV"),
    "startkw op T0": ("D_STARTKW_EERDER", "D_STARTKW_EERDER", None, "D_STARTKW_EERDER"),
    "entree 12 uur": ("D_ENTREE_WERK", "D_ENTREE_WERK", "VSV", "VSV"),
    "entree 11,9 uur": ("VSV", "VSV", "VSV", "VSV"),
    "defensie": ("D_DEFENSIE_POLITIE", "D_DEFENSIE_POLITIE", "D_DEFENSIE_POLITIE", "VSV"),
    "verhuisd naar andere regio": ("C_MBO", "C_MBO", "C_MBO", "C_MBO"),
    "derde leerweg": ("VSV", "VSV", "VSV", "VSV"),
    "overleden, alleen verblijf": ("B_OVERLEDEN",) * 4,
    "geemigreerd": ("B_VERTROKKEN",) * 4,
    "vrijgesteld": ("B_VRIJSTELLING",) * 4,
    "vervangende leerplicht": ("VSV", "VSV", "VSV", "VSV"),
    "pro dan mbo dan uit": ("VSV", "VSV", "VSV", "VSV"),
    "alleen pro": (None, None, None, None),
    "diploma vorig jaar geleverd": ("D_STARTKW_EERDER", "D_STARTKW_EERDER", None, "D_STARTKW_EERDER"),
    "latere versie van dezelfde rij": ("C_MBO", "C_MBO", "C_MBO", "C_MBO"),
    "twee nummers": ("C_HO", "C_HO", "C_HO", "C_HO"),
}
AGES = {
    "21 op T0": "2002-10-02", "22 op T0": "2002-10-01", "26 op T1": "1998-10-02", "27 op T1": "1998-10-01",
    "12 op T0": "2012-10-01", "11 op T0": "2012-10-02",
}  # fmt: skip

# mbo 2005/2006 in hundreds of persons: enrolled again, startkwalificatie; the rest is X (published: 369)
PUBLISHED = {
    "MBO": 2819,
    "HO": 205,
    "VO": 6,
    "VAVO": 1,
    "HAVO": 23,
    "MBO2 in het jaar": 404,
    "MBO2 eerder": 46,
}
PUBLISHED_BASE = 3871


def deliveries() -> list[Delivery]:
    """The deliveries of the country, all in force."""
    utrecht = _utrecht()
    earlier = Delivery("RMC19", "2023/2024", "2024-10-20T12:00:00+02:00")
    earlier.add("kwalificatie", "diploma vorig jaar geleverd", soort="HAVO", datum="2023-07-01")
    earlier.add(
        "jongere", "diploma vorig jaar geleverd", nummersoort="bsn", geboortedatum="2006-05-05", geslacht="V"
    )
    return [earlier, utrecht, _leerplicht_utrecht(), _rijnmond()]


def _utrecht() -> Delivery:
    region = Delivery("RMC19", levert=("PRAKTIJKVERKLARING", "uitkomst"), tabellen=("uitkomst",))
    other = {"vavo", "alleen pro", "vo en mbo", "pro dan mbo dan uit", "latere versie van dezelfde rij"}
    for name in OUTCOMES:
        ends: dict[str, object] = {}
        if name == "overleden, alleen verblijf":
            ends = {"einddatum": "2025-10-01", "reden_einde": "overleden"}
        if name == "geemigreerd":
            ends = {"einddatum": "2025-09-30", "reden_einde": "verhuisd_buitenland"}
        if name == "verhuisd naar andere regio":
            ends = {"einddatum": "2025-02-28", "reden_einde": "verhuisd_binnenland"}
        region.person(name, AGES.get(name, "2006-05-05"), NIEUWEGEIN, **ends)
        if name not in other:
            region.school(name, FROM, TO)
    region.school("vavo", FROM, TO, onderwijssoort="VAVO")
    region.school("alleen pro", FROM, TO, onderwijssoort="PRO")
    region.school("vo en mbo", FROM, TO, mbo_niveau=1)
    region.school("vo en mbo", FROM, TO, brin="00RO", onderwijssoort="VO", vo_niveau="VWO", leerjaar=6)
    region.school("pro dan mbo dan uit", "2020-08-01", "2023-07-31", brin="00RO", onderwijssoort="PRO")
    region.school("pro dan mbo dan uit", "2023-08-01", TO, mbo_niveau=1)
    region.school("latere versie van dezelfde rij", FROM, TO)
    region.school("derde leerweg", "2025-09-01", leerweg="OVO")
    for name, soort, datum in (
        ("startkw 31 december", "MBO2", "2025-12-31"), ("startkw 1 januari", "MBO2", "2026-01-01"),
        ("startkw op T0", "HAVO", "2024-10-01"), ("entree 12 uur", "MBO1", "2025-10-01"),
        ("entree 11,9 uur", "MBO1", "2025-07-01"), ("pro dan mbo dan uit", "PRO_GETUIGSCHRIFT", "2023-07-01"),
    ):  # fmt: skip
        region.add("kwalificatie", name, soort=soort, datum=datum)
    region.add(
        "kwalificatie", "pro dan mbo dan uit", soort="PRAKTIJKVERKLARING", datum="2025-05-01", erkend="J"
    )
    region.add(
        "kwalificatie", "21 op T0", soort="PRAKTIJKVERKLARING", datum="2025-10-01", erkend="N", niveau=2
    )
    for name, uren, defensie in (
        ("entree 12 uur", "12", "N"),
        ("entree 11,9 uur", "11.9", "N"),
        ("defensie", None, "J"),
    ):
        region.add(
            "uitkomst", name, peildatum="2025-10-01", arbeid_uren=uren, opleiding_defensie_politie=defensie
        )
    for name, grond in (("vrijgesteld", "ART15"), ("vervangende leerplicht", "ART3B")):
        region.add("vrijstelling", name, grond=grond, begindatum="2025-05-01", afgegeven_door=NIEUWEGEIN)
    return region


def _leerplicht_utrecht() -> Delivery:
    """A leerplicht delivery of another municipality, made later: a row twice, a number joined."""
    utrecht = Delivery(UTRECHT, aangemaakt="2025-10-21T12:00:00+02:00")
    name = "latere versie van dezelfde rij"
    utrecht.add("jongere", name, nummersoort="bsn", geboortedatum="2006-05-05", geslacht="V")
    utrecht.school(name, FROM, None)
    second = "onderwijsnummer van twee nummers"
    utrecht.add("jongere", second, nummersoort="onderwijsnummer", geboortedatum="2006-05-05", geslacht="V")
    utrecht.add("verblijf", second, gemeentecode=UTRECHT, begindatum="2012-01-01", einddatum="2014-12-31")
    utrecht.school(second, "2025-09-01", onderwijssoort="HO", brin="21PB")
    utrecht.rows["koppeling"] = [
        {
            "pseudoniem_bsn": pseudonym("twee nummers"),
            "pseudoniem_onderwijsnummer": pseudonym(second),
        }
    ]
    return utrecht


def _rijnmond() -> Delivery:
    region = Delivery("RMC29", levert=("PRAKTIJKVERKLARING", "MBO_CERTIFICAAT"))
    region.add(
        "jongere", "verhuisd naar andere regio", nummersoort="bsn", geboortedatum="2006-05-05", geslacht="V"
    )
    region.add("verblijf", "verhuisd naar andere regio", gemeentecode=ROTTERDAM, begindatum="2025-03-01")
    region.school("verhuisd naar andere regio", "2025-08-01", brin="27DV")
    number = 0
    for what, count in [*PUBLISHED.items(), ("uit", PUBLISHED_BASE - sum(PUBLISHED.values()))]:
        for _ in range(count):
            number += 1
            name = f"mbo {number}"
            region.person(name, "2006-05-05", ROTTERDAM)
            region.school(name, FROM, TO)
            if what in {"MBO", "HO", "VO", "VAVO"}:
                region.school(name, "2025-08-01", onderwijssoort=what, brin="27DV")
            elif what != "uit":
                datum = "2025-07-01" if what == "MBO2 in het jaar" else "2023-07-01"
                region.add("kwalificatie", name, soort=what.split()[0], datum=datum)
    return region
