"""The columns of a public dataset: one description for Parquet, Table Schema, CSVW and codebook."""

from __future__ import annotations

from dataclasses import dataclass

from rizoom.publish.uitgave_cijfers import NIVEAUS


@dataclass(frozen=True)
class Veld:
    """``soort``: ``string`` or ``number``; ``waarden``: all values that occur, empty when it is open."""

    naam: str
    soort: str
    titel_nl: str
    titel_en: str
    uitleg_nl: str
    uitleg_en: str
    verplicht: bool = True
    waarden: tuple[str, ...] = ()
    patroon: str = ""
    sleutel: bool = False


VELDEN = (
    Veld("schooljaar", "string", "Schooljaar", "School year", "1 augustus tot en met 31 juli.",
         "1 August to 31 July.", patroon=r"\d{4}/\d{4}", sleutel=True),
    Veld("versie", "string", "Regels", "Rules", "Definitieset of regelversie waarmee is geteld.",
         "Definition set or rule version of the count."),
    Veld("niveau", "string", "Niveau", "Level",
         "Soort gebied; regio, provincie en land zijn de som van hun gemeenten.",
         "Kind of area; regions, provinces and the country are the sum of their municipalities.",
         waarden=NIVEAUS[:4], sleutel=True),
    Veld("gebied", "string", "Gebied", "Area", "Code van het gebied: NL, PV27, RMC21 of GM0363.",
         "Code of the area: NL, PV27, RMC21 or GM0363.", patroon=r"NL|PV\d{2}|RMC\d{2}|GM\d{4}", sleutel=True),
    Veld("naam", "string", "Naam", "Name", "Naam van het gebied.", "Name of the area."),
    Veld("indicator", "string", "Indicator", "Indicator", "Wat er is geteld; zie het codeboek.",
         "What is counted; see the codebook.", sleutel=True),
    Veld("klasse", "string", "Klasse", "Class", "Onderwijssoort of categorie; TOTAAL is alles samen.",
         "Type or category of education; TOTAAL is all of them.", sleutel=True),
    Veld("leeftijd", "string", "Leeftijd", "Age", "Leeftijdsgroep op 1 oktober; TOTAAL is alles samen.",
         "Age group on 1 October; TOTAAL is all of them.", sleutel=True),
    Veld("waarde", "number", "Waarde", "Value", "Het cijfer. Leeg: verborgen (zie geheim) of niet geleverd.",
         "The figure. Empty: hidden (see geheim) or not delivered.", verplicht=False),
    Veld("eenheid", "string", "Eenheid", "Unit", "personen, acties of procent.",
         "personen (persons), acties (actions) or procent (percent).", waarden=("personen", "acties", "procent")),
    Veld("bewerking", "string", "Bewerking", "Treatment",
         "exact; afgerond: 1 tot en met de drempel min 1 werd 0 of de drempel; som: van afgeronde aantallen; "
         "berekend: percentage van beschermde aantallen.",
         "exact; afgerond: small counts rounded to 0 or the threshold; som: sum of rounded counts; berekend: "
         "percentage of protected counts.", verplicht=False, waarden=("exact", "afgerond", "som", "berekend")),
    Veld("status", "string", "Dekking", "Coverage", "Of alle gemeenten van het gebied hebben geleverd.",
         "Whether all municipalities of the area delivered.", waarden=("volledig", "onvolledig", "ontbreekt")),
    Veld("geheim", "string", "Geheim", "Confidential", "Een punt: het cijfer is verborgen.",
         "A dot: the figure is hidden.", verplicht=False, waarden=(".",)),
)  # fmt: skip
