"""Disclosure control with proof: what may be published about small groups (spec publicatie, section 3)."""

from rizoom.publish.geheim.beleid import Beleid, lees_beleid
from rizoom.publish.geheim.controle import verify
from rizoom.publish.geheim.laag_a import protect_a
from rizoom.publish.geheim.laag_b import afrondsleutel, protect_b
from rizoom.publish.geheim.model import Cel, Getoond, Openbaar, Percentage, Telling
from rizoom.publish.geheim.poort import Certificate, Reden, Refused, gate

__all__ = [
    "Beleid",
    "Cel",
    "Certificate",
    "Getoond",
    "Openbaar",
    "Percentage",
    "Reden",
    "Refused",
    "Telling",
    "afrondsleutel",
    "gate",
    "lees_beleid",
    "protect_a",
    "protect_b",
    "verify",
]
