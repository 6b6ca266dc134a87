"""Definition set LP4: what a young child counts in when the duty starts on the fourth birthday.

For a child that lives in one place all year, is at school from ``naar_school`` on and has no dossier. As in
``jaar`` the reading is in calendar days; nothing is shared with the warehouse.
"""

from __future__ import annotations

from datetime import date

from rizoom.synth.jaar import DAG, Jaar, plicht_vanaf, plus_maanden, verjaardag
from rizoom.synth.telt import Feit

SET = "LP4"
_GEEN = "GEEN_ONDERWIJS"


def feiten_vier(j: Jaar, g: str, geboren: date, naar_school: date, klasse: str) -> list[Feit] | None:
    """Populations and absolute absence under LP4; ``None`` when they are those of the standard set."""
    vier = verjaardag(geboren, 4)
    if plicht_vanaf(geboren) <= j.begin or vier > j.eind:
        return None
    eerste = max(vier, j.begin)
    feiten = [Feit(g, "TELPLICHTIG_JAAR", klasse if naar_school <= eerste else _GEEN, j.begin)]
    if vier <= j.t0:
        op_t0 = klasse if naar_school <= j.t0 else _GEEN
        feiten += [Feit(g, indicator, op_t0, j.begin) for indicator in ("TELPLICHTIG", "LEERPLICHTIG")]
    terug = min(naar_school, j.eind + DAG)
    if terug > eerste:
        indicatoren = ["AV_POTENTIEEL", "AV_TOTAAL"]
        indicatoren += ["AV_GT3M"] if terug > plus_maanden(eerste, 3) else []
        indicatoren += ["AV_UIT_BEELD"] if (terug - eerste).days > 28 else []
        indicatoren += ["AV_OPGELOST"] if naar_school <= j.eind else ["AV_OPEN"]
        feiten += [Feit(g, indicator, _GEEN, j.begin) for indicator in indicatoren]
    return feiten
