"""From the mart ``leerplichttelling`` to the linear system of one indicator.

Atoms are municipality x class. An area may count a person once who is counted in two municipalities; the number
of such persons (``dubbel_geteld``) is taken to be known to every attacker, so the system is about the sums of the
municipalities. Public tables show those sums: they add up.
"""

from __future__ import annotations

from dataclasses import dataclass

from rizoom.publish.geheim.beleid import Beleid, lees_beleid
from rizoom.publish.geheim.laag_a import protect_a
from rizoom.publish.geheim.laag_b import protect_b
from rizoom.publish.geheim.model import Cel, Openbaar, Telling
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

REGELS = """
select niveau, gebied, onderwijssoort_klasse, aantal + dubbel_geteld
from leerplichttelling.leerplichttelling
where schooljaar = %(schooljaar)s and indicator = %(indicator)s and aantal is not null
    and definitieset = %(definitieset)s
order by niveau, gebied, onderwijssoort_klasse
"""
DEFINITIESET = """
select max(definitieset) from leerplichttelling.leerplichttelling where schooljaar = %(schooljaar)s
"""
GEBIEDEN = """
select distinct niveau, gebied, gemeentecode from intermediate.int_gebied
where niveau in ('regio', 'provincie', 'land') and schooljaar = %(schooljaar)s
"""


@dataclass(frozen=True)
class Indicator:
    """One indicator: the truth, the cells of region and above (layer A) and of municipalities (layer B)."""

    telling: Telling
    boven: tuple[Cel, ...]
    gemeenten: tuple[Cel, ...]

    def openbaar(
        self, versie: str, beleid: Beleid, sleutel: bytes, eerder: tuple[Openbaar, ...] = ()
    ) -> Openbaar:
        """Both layers protected, as one version."""
        laag_b = protect_b(self.telling, self.gemeenten, beleid, sleutel)
        return Openbaar(versie, (*laag_b, *protect_a(self.telling, self.boven, beleid, laag_b, eerder)))
