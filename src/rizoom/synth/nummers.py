"""Synthetic personal numbers that pass the elfproef.

A BSN here always starts with a 9: first the whole test range 99…, and only when a country needs more
98…, 97… down to 90…. As far as publicly known no number of 900000000 or higher is given to a person.
An onderwijsnummer starts with 10 and leaves remainder 5 (spec leveringen, section 6).

Of ten consecutive 8-digit stems at least nine have a check digit, so a block for n persons is
``ceil(n / 9) * 10`` stems wide and blocks never meet.
"""

from __future__ import annotations

from collections.abc import Iterator

STAMMEN = 10_000_000
_PER_BEREIK = 1_000_000


def blok(n: int) -> int:
    """Number of stems to reserve for ``n`` persons."""
    return -(-n // 9) * 10


def _som(stam: int) -> int:
    som, gewicht = 0, 2
    while gewicht <= 9:
        stam, cijfer = divmod(stam, 10)
        som += gewicht * cijfer
        gewicht += 1
    return som


def bsn_reeks(vanaf: int) -> Iterator[str]:
    """BSNs from stem index ``vanaf`` (0 is the first stem of 99…). Raises when the range is used up."""
    for i in range(vanaf, STAMMEN):
        bereik, rest = divmod(i, _PER_BEREIK)
        stam = (99 - bereik) * _PER_BEREIK + rest
        controle = _som(stam) % 11
        if controle < 10:
            yield f"{stam}{controle}"
    raise ValueError("the synthetic country is larger than its range of test numbers")


def onderwijsnummer(index: int) -> str:
    """The onderwijsnummer of stem ``index`` (0 … 99999), unique per index."""
    for cijfer in range(10):
        stam = 10_000_000 + index * 10 + cijfer
        controle = (_som(stam) - 5) % 11
        if controle < 10:
            return f"{stam}{controle}"
    raise AssertionError("no check digit in ten stems")
