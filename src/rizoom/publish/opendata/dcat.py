"""``dcat.ttl``: DCAT-AP-NL 3.0, dataset series → dataset → distribution, with every required property.

Values of code lists carry their type in the graph, because the class-range shapes of the profile ask for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rizoom.publish.opendata.onderwerp import LICENTIE, Onderwerp, onderwerpen
from rizoom.publish.opendata.uitgever import uitgever

if TYPE_CHECKING:
    from rdflib import Graph, URIRef

PUBLICATIES = "http://publications.europa.eu/resource/authority"
SOORTEN = {
    "csv": ("CSV", "text/csv"),
    "parquet": ("PARQUET", "application/vnd.apache.parquet"),
}
STATUS = {"voorlopig": "DEVELOP", "nader_voorlopig": "DEVELOP", "definitief": "COMPLETED"}


@dataclass(frozen=True)
class Versie:
    """One release: what the description needs. ``bestanden``: name → bytes of the file."""

    schooljaar: str
    uitgave: int
    status: str
    uitgegeven: str
    definities: Mapping[str, str]
    bestanden: Mapping[str, bytes]


def als_turtle(versies: Iterable[Versie]) -> bytes:
    """A catalogue of these releases; the same input gives the same bytes."""
    return graaf(versies).serialize(format="turtle").encode()


def graaf(versies: Iterable[Versie]) -> Graph:
    """The same as a graph."""
    from rdflib import DCAT, DCTERMS, FOAF, RDF, SKOS, XSD, Graph, Literal, Namespace, URIRef

    vcard = Namespace("http://www.w3.org/2006/vcard/ns#")
    u = uitgever()
    g = Graph()
    for naam, ruimte in (("dcat", DCAT), ("dct", DCTERMS), ("foaf", FOAF), ("vcard", vcard), ("skos", SKOS)):
        g.bind(naam, ruimte)

    def lijst(groep: str, code: str, soort: URIRef = SKOS.Concept) -> URIRef:
        term = URIRef(f"{PUBLICATIES}/{groep}/{code}")
        g.add((term, RDF.type, soort))
        return term

    def tekst(onder: URIRef, wat: URIRef, nl: str, en: str) -> None:
        g.add((onder, wat, Literal(nl, lang="nl")))
        g.add((onder, wat, Literal(en, lang="en")))

    organisatie, contact = URIRef(u.uri), URIRef(f"{u.adres}#contact")
    g.add((organisatie, RDF.type, FOAF.Agent))
    tekst(organisatie, FOAF.name, u.naam_nl, u.naam_en)
    g.add((contact, RDF.type, vcard.Kind))
    g.add((contact, RDF.type, vcard.Organization))
    g.add((contact, vcard.fn, Literal(u.naam_nl, lang="nl")))
    g.add((contact, vcard.hasEmail, URIRef(f"mailto:{u.email}")))
    licentie = URIRef(LICENTIE)
    g.add((licentie, RDF.type, DCTERMS.LicenseDocument))
    nederlands = lijst("language", "NLD", DCTERMS.LinguisticSystem)
    openbaar = lijst("access-right", "PUBLIC", DCTERMS.RightsStatement)
    jaarlijks = lijst("frequency", "ANNUAL", DCTERMS.Frequency)
    nederland = lijst("country", "NLD", DCTERMS.Location)

    def gemeenschappelijk(item: URIRef, o: Onderwerp) -> None:
        g.add((item, DCTERMS.publisher, organisatie))
        g.add((item, DCAT.contactPoint, contact))
        g.add((item, DCAT.theme, lijst("data-theme", o.thema)))
        g.add((item, DCTERMS.spatial, nederland))

    catalogus = URIRef(f"{u.adres}/catalogus")
    g.add((catalogus, RDF.type, DCAT.Catalog))
    tekst(catalogus, DCTERMS.title, "Open data over leerplicht", "Open data on compulsory education")
    tekst(catalogus, DCTERMS.description, "Beschermde jaarcijfers over leerplicht en voortijdig schoolverlaten.",
          "Protected annual figures on compulsory education and early school leaving.")  # fmt: skip
    g.add((catalogus, DCTERMS.publisher, organisatie))
    g.add((catalogus, DCAT.contactPoint, contact))
    g.add((catalogus, DCTERMS.language, nederlands))
    g.add((catalogus, DCTERMS.license, licentie))
    g.add((catalogus, FOAF.homepage, URIRef(f"{u.adres}/index.html")))
    for o in onderwerpen():
        reeks = URIRef(u.reeks(o.naam))
        g.add((reeks, RDF.type, URIRef(f"{DCAT}DatasetSeries")))
        tekst(reeks, DCTERMS.title, o.titel_nl, o.titel_en)
        tekst(reeks, DCTERMS.description, o.beschrijving_nl, o.beschrijving_en)
        g.add((reeks, DCTERMS.accrualPeriodicity, jaarlijks))
        gemeenschappelijk(reeks, o)
        g.add((catalogus, DCAT.dataset, reeks))
    for v in versies:
        begin, einde = v.schooljaar.split("/")
        for o in onderwerpen():
            item = URIRef(u.dataset(o.naam, v.schooljaar, v.uitgave))
            g.add((item, RDF.type, DCAT.Dataset))
            g.add((catalogus, DCAT.dataset, item))
            g.add((item, URIRef(f"{DCAT}inSeries"), URIRef(u.reeks(o.naam))))
            tekst(item, DCTERMS.title, f"{o.titel_nl} {v.schooljaar}", f"{o.titel_en} {v.schooljaar}")
            tekst(item, DCTERMS.description, o.beschrijving_nl, o.beschrijving_en)
            gemeenschappelijk(item, o)
            g.add((item, DCTERMS.creator, organisatie))
            g.add((item, DCTERMS.identifier, Literal(str(item), datatype=XSD.anyURI)))
            g.add((item, DCTERMS.accessRights, openbaar))
            g.add((item, DCTERMS.language, nederlands))
            g.add((item, DCTERMS.accrualPeriodicity, jaarlijks))
            g.add((item, DCTERMS.issued, Literal(v.uitgegeven, datatype=XSD.date)))
            g.add((item, URIRef(f"{DCAT}version"), Literal(f"{begin}-{einde}.{v.uitgave}")))
            g.add((item, URIRef("http://www.w3.org/ns/adms#status"),
                   lijst("dataset-status", STATUS[v.status])))  # fmt: skip
            g.add((item, DCTERMS.conformsTo, _standaard(g, f"{u.adres}/definities/{v.definities[o.naam]}")))
            g.add((item, DCAT.landingPage, URIRef(f"{u.adres}/{o.naam}.html")))
            periode = URIRef(f"{item}#periode")
            g.add((item, DCTERMS.temporal, periode))
            g.add((periode, RDF.type, DCTERMS.PeriodOfTime))
            g.add((periode, DCAT.startDate, Literal(f"{begin}-08-01", datatype=XSD.date)))
            g.add((periode, DCAT.endDate, Literal(f"{einde}-07-31", datatype=XSD.date)))
            for woord in o.trefwoorden:
                g.add((item, DCAT.keyword, Literal(woord, lang="nl")))
            for soort, (formaat, media) in SOORTEN.items():
                naam = f"{o.naam}.{soort}"
                adres = URIRef(u.bestand(v.schooljaar, v.uitgave, naam))
                deel = URIRef(f"{item}#{soort}")
                g.add((item, DCAT.distribution, deel))
                g.add((deel, RDF.type, DCAT.Distribution))
                g.add((deel, DCTERMS.title, Literal(naam)))
                g.add((deel, DCAT.accessURL, adres))
                g.add((deel, DCAT.downloadURL, adres))
                g.add((deel, DCTERMS.license, licentie))
                g.add((deel, DCTERMS["format"], lijst("file-type", formaat, DCTERMS.MediaTypeOrExtent)))
                media_type = URIRef(f"https://www.iana.org/assignments/media-types/{media}")
                g.add((media_type, RDF.type, DCTERMS.MediaType))
                g.add((deel, DCAT.mediaType, media_type))
                inhoud = v.bestanden[naam]
                g.add((deel, DCAT.byteSize, Literal(len(inhoud), datatype=XSD.nonNegativeInteger)))
                _controlegetal(g, deel, inhoud)
    return g


def _standaard(g: Graph, adres: str) -> URIRef:
    from rdflib import DCTERMS, RDF, URIRef

    g.add((URIRef(adres), RDF.type, DCTERMS.Standard))
    return URIRef(adres)


def _controlegetal(g: Graph, deel: URIRef, inhoud: bytes) -> None:
    from rdflib import RDF, XSD, Literal, Namespace, URIRef

    spdx = Namespace("http://spdx.org/rdf/terms#")
    som = URIRef(f"{deel}-sha256")
    g.bind("spdx", spdx)
    g.add((deel, spdx.checksum, som))
    g.add((som, RDF.type, spdx.Checksum))
    g.add((som, spdx.algorithm, spdx.checksumAlgorithm_sha256))
    g.add((som, spdx.checksumValue, Literal(hashlib.sha256(inhoud).hexdigest(), datatype=XSD.hexBinary)))
