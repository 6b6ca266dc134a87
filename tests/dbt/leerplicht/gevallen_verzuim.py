"""Known answers: relatief verzuim and LRV (definities, section 2), school year 2024/2025."""

from __future__ import annotations

from .bouw import LRV, N, U, melding, relatief, school, telt_in, woont
from .land import Case

RELATIEF = [
    relatief(
        "uren_16",
        "exactly 16.0 hours reach the limit, but not when more than 16 is asked",
        melding("SIGNAAL", "2024-11-04", "2024-11-08", uren="16.0"),
        telt=telt_in("RV_16U"),
        meer16=telt_in(),
    ),
    relatief("uren_15_9", "15.9 hours do not", melding("OVERIG", "2024-11-04", "2024-11-08", uren="15.9")),
    relatief(
        "melding_16u4w",
        "a 16-hour report counts whatever the hours",
        melding("16U4W", "2024-11-04", "2024-11-08"),
        telt=telt_in("RV_16U"),
    ),
    relatief(
        "luxe_12",
        "luxury of 12 hours is luxury only",
        melding("LUXE", "2024-11-04", "2024-11-06", uren="12"),
        telt=telt_in("RV_LUXE"),
    ),
    relatief(
        "luxe_20",
        "luxury of 20 hours is both",
        melding("LUXE", "2024-11-04", "2024-11-08", uren="20"),
        telt=telt_in("RV_LUXE", "RV_16U"),
    ),
    relatief("beginnend_20", "starting absence never counts", melding("BEGINNEND", "2024-11-04", uren="20")),
    relatief("ingetrokken", "a withdrawn report never counts", melding("16U4W", "2024-11-04", status="I")),
    relatief(
        "geoorloofd",
        "authorised absence counts only when no distinction is made",
        melding("OVERIG", "2024-11-04", uren="20", geoorloofd="J"),
        gelijk=telt_in("RV_16U"),
    ),
    relatief(
        "zelfde_dag",
        "two reports of one begindatum are not repeated",
        melding("16U4W", "2024-11-04"),
        melding("OVERIG", "2024-11-04", uren="18"),
        telt=telt_in("RV_16U"),
    ),
    relatief(
        "herhaald",
        "two of different begindatum are",
        melding("16U4W", "2024-11-04"),
        melding("16U4W", "2024-12-02"),
        telt=telt_in("RV_16U", "RV_HERHAALD"),
    ),
    relatief(
        "dag_voor_schooljaar",
        "a report of 31 July before belongs to the year before",
        melding("16U4W", "2024-07-31"),
    ),
    relatief("laatste_dag", "one of 31 July counts", melding("16U4W", "2025-07-31"), telt=telt_in("RV_16U")),
]

LANGDURIG = [
    relatief(
        "lrv_28", "exactly 28 days are not longer than four weeks", melding("LRV", "2024-11-04", "2024-12-01")
    ),
    relatief("lrv_29", "29 days are", melding("LRV", "2024-11-04", "2024-12-02"), telt=telt_in(*LRV)),
    relatief(
        "lrv_3_maanden",
        "30 November to 27 February is not longer than three months",
        melding("LRV", "2024-11-30", "2025-02-27"),
        telt=telt_in(*LRV),
    ),
    relatief(
        "lrv_3_maanden_1",
        "one day more is",
        melding("LRV", "2024-11-30", "2025-02-28"),
        telt=telt_in(*LRV, "LRV_GT3M"),
    ),
    relatief(
        "lrv_over_zomer",
        "four weeks before the summer and still on 1 September: already running",
        melding("LRV", "2024-05-13", "2024-10-04"),
        telt=telt_in("LRV_TOTAAL", "LRV_BEGIN", "LRV_GT3M"),
    ),
    relatief(
        "lrv_zomer_nieuw",
        "four weeks reached on 7 August: new",
        melding("LRV", "2024-07-10", "2024-09-20"),
        telt=telt_in(*LRV),
    ),
    relatief(
        "lrv_op_1_augustus",
        "four weeks reached on 1 August itself: already running",
        melding("LRV", "2024-07-04", "2024-09-20"),
        telt=telt_in("LRV_TOTAAL", "LRV_BEGIN"),
    ),
    relatief(
        "lrv_eindigt_augustus",
        "passed four weeks before the year and ended in August: nowhere",
        melding("LRV", "2024-05-13", "2024-08-20"),
    ),
    relatief(
        "lrv_weekend",
        "a weekend between two reports breaks the spell, unless two days are bridged",
        melding("LRV", "2024-11-04", "2024-11-22"),
        melding("LRV", "2024-11-25", "2024-12-20"),
        overbrug=telt_in(*LRV),
    ),
    relatief(
        "lrv_drie_dagen",
        "three days are never bridged",
        melding("LRV", "2024-11-04", "2024-11-22"),
        melding("LRV", "2024-11-26", "2024-12-20"),
    ),
    relatief(
        "lrv_terug",
        "closed as back to school on its last day",
        melding("LRV", "2024-11-04", "2025-01-10", reden_afgesloten="terug_naar_school"),
        telt=telt_in(*LRV, "LRV_TERUGGELEID"),
    ),
    relatief(
        "lrv_werk",
        "closed as work is not back to school",
        melding("LRV", "2024-11-04", "2025-01-10", reden_afgesloten="werk"),
        telt=telt_in(*LRV),
    ),
    relatief(
        "lrv_open",
        "an open report runs on: still running on 31 July",
        melding("LRV", "2025-05-05", status="R"),
        telt=telt_in(*LRV, "LRV_OPEN"),
    ),
    relatief(
        "lrv_geoorloofd",
        "authorised long absence counts only when no distinction is made",
        melding("LRV", "2024-11-04", "2024-12-20", geoorloofd="J"),
        gelijk=telt_in(*LRV),
    ),
    relatief(
        "zorg_29",
        "worrying authorised absence of 29 days is a term of T_BEELD",
        melding("OVERIG", "2024-11-04", "2024-12-02", geoorloofd="J", zorgwekkend="J", uren="1"),
        telt=telt_in("ZORGWEKKEND"),
    ),
    relatief(
        "zorg_28",
        "28 days are not",
        melding("OVERIG", "2024-11-04", "2024-12-01", geoorloofd="J", zorgwekkend="J", uren="1"),
    ),
    Case(
        "lrv_vrijgesteld",
        "an exemption cuts the spell below four weeks",
        telt_in("VR_5_ONDER_A"),
        rijen={
            "verzuimmelding": [melding("LRV", "2025-01-06", "2025-03-31")],
            "vrijstelling": [{"grond": "5_ONDER_A", "begindatum": "2025-01-20"}],
        },
    ),
    Case(
        "lrv_overleden",
        "death during LRV counts as moved",
        telt_in(*LRV, "LRV_VERHUISD"),
        overleden="2025-02-10",
        rijen={
            "verzuimmelding": [melding("LRV", "2025-01-06", "2025-02-10")],
            "inschrijving": school(("2018-08-01", "2025-02-10")),
        },
    ),
    Case(
        "lrv_verhuisd",
        "counted where the child lives when four weeks are reached",
        telt_in(*LRV, "LRV_VERHUISD"),
        rijen={
            "verblijf": woont((U, "2014-05-20", "2025-02-14"), (N, "2025-02-15", None)),
            "verzuimmelding": [melding("LRV", "2025-01-06", "2025-03-14")],
        },
    ),
]
