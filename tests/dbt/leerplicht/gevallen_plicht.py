"""Known answers: absoluut verzuim, exemptions, residence and duty (definities, sections 0 to 2)."""

from __future__ import annotations

from .bouw import AV, N, R, U, school, telt_in, woont
from .land import Case

ABSOLUUT = [
    Case(
        "twee_spells",
        "a case file that corrects one of two spells leaves the child absent",
        telt_in(*AV, "AV_OPGELOST"),
        rijen={
            "inschrijving": school(
                ("2018-08-01", "2024-10-31"), ("2024-11-11", "2025-01-31"), ("2025-02-10", None)
            ),
            "absoluut_dossier": [
                {"begindatum": "2024-11-04", "einddatum": "2024-11-05", "correctie_reden": "nbi"}
            ],
        },
    ),
    Case(
        "beide_spells",
        "both corrected: the reason of the first spell, by the case file that began first",
        telt_in("AV_POTENTIEEL", "AV_GECORRIGEERD", "AV_GECORRIGEERD_OVERIG"),
        rijen={
            "inschrijving": school(
                ("2018-08-01", "2024-10-31"), ("2024-11-11", "2025-01-31"), ("2025-02-10", None)
            ),
            "absoluut_dossier": [
                {"begindatum": "2024-11-05", "einddatum": "2024-11-06", "correctie_reden": "nbi"},
                {"begindatum": "2024-11-04", "einddatum": "2024-11-05", "correctie_reden": "overig"},
                {"begindatum": "2025-02-01", "einddatum": "2025-02-09", "correctie_reden": "vrijstelling"},
            ],
        },
    ),
    Case(
        "beeld_28",
        "28 days without a case file is not out of sight",
        telt_in(*AV, "AV_OPGELOST"),
        rijen={"inschrijving": school(("2018-08-01", "2024-10-31"), ("2024-11-29", None))},
    ),
    Case(
        "beeld_29",
        "29 days is",
        telt_in(*AV, "AV_OPGELOST", "AV_UIT_BEELD"),
        rijen={"inschrijving": school(("2018-08-01", "2024-10-31"), ("2024-11-30", None))},
    ),
    Case(
        "av_3_maanden",
        "30 November to 27 February is not longer than three months",
        telt_in(*AV, "AV_OPGELOST", "AV_UIT_BEELD"),
        rijen={"inschrijving": school(("2018-08-01", "2024-11-29"), ("2025-02-28", None))},
    ),
    Case(
        "av_3_maanden_1",
        "one day more is",
        telt_in(*AV, "AV_OPGELOST", "AV_UIT_BEELD", "AV_GT3M"),
        rijen={"inschrijving": school(("2018-08-01", "2024-11-29"), ("2025-03-01", None))},
    ),
    Case(
        "zomer_open",
        "absent on 31 July is open, also when school begins on 1 August",
        telt_in(*AV, "AV_OPEN"),
        rijen={"inschrijving": school(("2018-08-01", "2025-07-20"), ("2025-08-01", None))},
    ),
    Case(
        "zomer_opgelost",
        "enrolled on 31 July itself is solved",
        telt_in(*AV, "AV_OPGELOST"),
        rijen={"inschrijving": school(("2018-08-01", "2025-07-20"), ("2025-07-31", None))},
    ),
    Case(
        "nbi",
        "a private school is an enrolment",
        rijen={
            "inschrijving": [
                {
                    "brin": "NBI",
                    "schoolsoort": "nbi",
                    "begindatum": "2018-08-01",
                    "onderwijssoort": "ONBEKEND",
                }
            ]
        },
    ),
    Case(
        "b3", "so is a b3 school", rijen={"inschrijving": [{"begindatum": "2018-08-01", "schoolsoort": "b3"}]}
    ),
    Case(
        "overleden",
        "after death nobody is absent",
        overleden="2025-02-10",
        rijen={"inschrijving": school(("2018-08-01", "2025-02-10"))},
    ),
    Case(
        "verdwenen",
        "who moved out and arrived nowhere is absent nowhere",
        rijen={
            "verblijf": [
                {
                    "gemeentecode": U,
                    "begindatum": "2014-05-20",
                    "einddatum": "2025-01-31",
                    "reden_einde": "verhuisd_binnenland",
                }
            ],
            "inschrijving": school(("2018-08-01", "2025-01-31")),
        },
    ),
    Case(
        "vrij_over_verhuizing",
        "an exemption that runs over a move covers both places",
        telt_in("VR_5_ONDER_A"),
        rijen={
            "verblijf": woont((U, "2014-05-20", "2025-01-14"), (N, "2025-01-15", None)),
            "inschrijving": school(("2018-08-01", "2023-12-31")),
            "vrijstelling": [{"grond": "5_ONDER_A", "begindatum": "2024-01-01"}],
        },
    ),
    Case(
        "vrij_later",
        "issued during the year counts where it was issued",
        telt_in(f"{N}/VR_5_ONDER_B"),
        rijen={
            "verblijf": woont((U, "2014-05-20", "2024-12-31"), (N, "2025-01-01", None)),
            "inschrijving": school(("2018-08-01", "2025-02-28")),
            "vrijstelling": [
                {"grond": "5_ONDER_B", "begindatum": "2025-03-01", "bij": N, "afgegeven_door": N}
            ],
        },
    ),
    Case(
        "vervangend",
        "article 3b does not end the duty to be enrolled",
        telt_in("VL_3B", *AV, "AV_OPEN", "AV_UIT_BEELD"),
        geboren="2009-03-03",
        rijen={
            "inschrijving": school(("2018-08-01", "2025-06-15"), onderwijssoort="VO"),
            "vrijstelling": [{"grond": "ART3B", "begindatum": "2024-08-01"}],
        },
    ),
    Case(
        "twee_claims",
        "the later residence owns the days; the earlier municipality counts until then",
        telt_in(
            *AV, f"{R}/AV_POTENTIEEL", f"{R}/AV_TOTAAL", f"{R}/AV_OPEN", f"{R}/AV_GT3M", f"{R}/AV_UIT_BEELD"
        ),
        rijen={
            "verblijf": woont((U, "2014-05-20", None), (R, "2025-02-01", None)),
            "inschrijving": school(("2018-08-01", "2025-01-17")),
        },
    ),
    Case(
        "buren",
        "a municipality that did not deliver counts nobody known from a neighbour",
        telt_in(),
        rijen={
            "verblijf": woont((U, "2014-05-20", "2025-01-31"), ("GM0310", "2025-02-01", None), bij=(U, U)),
            "inschrijving": school(("2018-08-01", "2025-01-31")),
        },
    ),
    Case(
        "hoorzeggen",
        "a spell of a neighbour's delivery does not count where the municipality delivered itself",
        telt_in(),
        rijen={
            "verblijf": woont((U, "2014-05-20", None), (N, "2013-05-20", "2014-05-19"), bij=(U, U)),
            "inschrijving": school(("2018-08-01", None)),
        },
    ),
    Case(
        "gebied_reden",
        "corrected in two places: the region has the reason of the earliest spell",
        telt_in(
            "AV_POTENTIEEL",
            "AV_GECORRIGEERD",
            "AV_GECORRIGEERD_NBI",
            f"{N}/AV_POTENTIEEL",
            f"{N}/AV_GECORRIGEERD",
            f"{N}/AV_GECORRIGEERD_OVERIG",
        ),
        rijen={
            "verblijf": woont((U, "2014-05-20", "2025-01-31"), (N, "2025-02-01", None)),
            "inschrijving": school(("2018-08-01", "2025-01-17"), ("2025-02-15", None)),
            "absoluut_dossier": [
                {"begindatum": "2025-01-20", "einddatum": "2025-01-21", "correctie_reden": "nbi"},
                {
                    "begindatum": "2025-02-03",
                    "einddatum": "2025-02-04",
                    "correctie_reden": "overig",
                    "bij": N,
                },
            ],
        },
    ),
    Case(
        "gebied_totaal",
        "corrected in one place and not in the other: the region is not corrected",
        telt_in(
            "AV_POTENTIEEL",
            "AV_GECORRIGEERD",
            "AV_GECORRIGEERD_NBI",
            f"{N}/AV_POTENTIEEL",
            f"{N}/AV_TOTAAL",
            f"{N}/AV_OPGELOST",
        ),
        rijen={
            "verblijf": woont((U, "2014-05-20", "2025-01-31"), (N, "2025-02-01", None)),
            "inschrijving": school(("2018-08-01", "2025-01-17"), ("2025-02-15", None)),
            "absoluut_dossier": [
                {"begindatum": "2025-01-20", "einddatum": "2025-01-21", "correctie_reden": "nbi"}
            ],
        },
    ),
]

PLICHT = [
    Case(
        "geboren_1_mei",
        "born on the 1st: duty from the month after the fifth birthday",
        geboren="2019-05-01",
        rijen={"verblijf": woont((U, "2019-05-01", None)), "inschrijving": school(("2023-08-01", None))},
    ),
    Case(
        "schrikkelkind",
        "29 February: the fifth birthday is 1 March",
        geboren="2020-02-29",
        rijen={"verblijf": woont((U, "2020-02-29", None)), "inschrijving": school(("2024-03-01", None))},
    ),
    Case("zestien_31_juli", "sixteen on 31 July: leerplicht ends that day", geboren="2008-07-31"),
    Case("zestien_1_augustus", "sixteen on 1 August: a year later", geboren="2008-08-01"),
    Case(
        "vroeg_diploma",
        "a startkwalificatie before the end of leerplicht: no kwalificatieplicht",
        geboren="2009-03-03",
        rijen={"kwalificatie": [{"soort": "HAVO", "datum": "2025-05-01"}]},
    ),
    Case(
        "diploma_in_jaar",
        "a startkwalificatie ends the kwalificatieplicht",
        geboren="2007-12-12",
        rijen={"kwalificatie": [{"soort": "MBO2", "datum": "2024-11-15"}]},
    ),
    Case("havo_vorig_jaar", "a diploma known only from another year's delivery counts", geboren="2007-12-12"),
    Case(
        "pro",
        "a getuigschrift of praktijkonderwijs ends it",
        geboren="2007-12-12",
        rijen={"kwalificatie": [{"soort": "PRO_GETUIGSCHRIFT", "datum": "2024-10-10"}]},
    ),
    Case(
        "vso_dagbesteding",
        "vso towards day care takes days out, until another enrolment begins",
        geboren="2007-12-12",
        rijen={
            "inschrijving": [
                {
                    "begindatum": "2020-08-01",
                    "einddatum": "2024-09-30",
                    "onderwijssoort": "VSO",
                    "uitstroomprofiel": "dagbesteding",
                },
                {"brin": "02AA", "begindatum": "2024-11-01", "onderwijssoort": "VO"},
            ]
        },
    ),
    Case(
        "vso_vervolg",
        "vso towards further education does not",
        geboren="2007-12-12",
        rijen={
            "inschrijving": [
                {"begindatum": "2020-08-01", "onderwijssoort": "VSO", "uitstroomprofiel": "vervolgonderwijs"}
            ]
        },
    ),
    Case(
        "dood",
        "duty up to and including the day of death",
        geboren="2010-10-10",
        overleden="2025-02-10",
        rijen={"inschrijving": school(("2018-08-01", "2025-02-10"))},
    ),
    Case(
        "vier_jaar",
        "four in November: duty only where it begins on the fourth birthday",
        geboren="2020-11-10",
        anders={"LP4": telt_in(*AV, "AV_OPEN", "AV_GT3M", "AV_UIT_BEELD")},
        rijen={"verblijf": woont((U, "2020-11-10", None)), "inschrijving": []},
    ),
]
