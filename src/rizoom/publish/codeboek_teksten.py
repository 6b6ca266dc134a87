# ruff: noqa: E501  (running Dutch text)
"""Plain Dutch texts for codes that have no code list: (tabel, code) → text. Source: definities, sections 2 to 6."""

from __future__ import annotations

KOLOMMEN = (
    ("reeks", "Naam van de reeks."),
    ("schooljaar", "Schooljaar, van 1 augustus tot en met 31 juli."),
    ("versie", "Definitieset (leerplicht, doorstroompunt) of regelversie (vsv) waarmee is gerekend."),
    ("niveau", "land, provincie, regio, gemeente of instelling."),
    ("gebied", "Code van het gebied: NL, PV27, RMC21, GM0363; bij een instelling het brin-nummer."),
    ("naam", "Naam van het gebied."),
    ("tabel", "Tabel waar het cijfer in hoort."),
    ("indicator", "Wat er is geteld."),
    ("uitsplitsing", "Deel waarover is geteld; TOTAAL is alles samen."),
    ("maat", "Hoe is geteld, bijvoorbeeld aantal, som of dubbel_geteld."),
    ("waarde", "Het cijfer. Leeg betekent: geen cijfer. Nul betekent: er is geteld en het is nul."),
    ("eenheid", "personen, acties, trajecten, gesprekken, gemeenten, procent, procentpunt of verhouding."),
    ("status", "Dekking van het gebied: volledig, onvolledig of ontbreekt."),
)

_STROMEN = {
    "overleden": "Overleden", "elders": "Woonde er nog niet", "vertrokken": "Woonde er niet meer",
    "vrijgesteld_5a": "Vrijgesteld, artikel 5 onder a", "vrijgesteld_5b": "Vrijgesteld, artikel 5 onder b",
    "vrijgesteld_5c": "Vrijgesteld, artikel 5 onder c", "vrijgesteld_5a_trekkend": "Vrijgesteld, artikel 5a (trekkend)",
    "vrijgesteld_15": "Vrijgesteld, artikel 15", "lrv": "Langdurig relatief verzuim", "absoluut": "Absoluut verzuim",
    "absoluut_gecorrigeerd": "Absoluut verzuim dat door een dossier vervalt", "ingeschreven": "Ingeschreven op een school",
    "buiten_plicht": "Niet leer- of kwalificatieplichtig",
}  # fmt: skip
_VSV = {
    "A": "Basisgroep: op 1 oktober ingeschreven en binnen de leeftijdsgrens",
    "B": "Uitgezonderd: overleden, vertrokken of vrijgesteld",
    "N": "Noemer: basisgroep zonder uitzonderingen (A min B)", "X": "Nieuwe voortijdig schoolverlaters",
    "VSV_PCT": "Nieuwe voortijdig schoolverlaters in procent van de noemer (100 x X / N)",
    "NORM_PCT": "Norm van het jaar voor dit mbo-niveau",
    "X_ZONDER_ENTREE": "Nieuwe vsv'ers zonder wie een entreediploma heeft",
    "X_ZONDER_UITKOMST": "Nieuwe vsv'ers als werk met een entreediploma en defensie of politie niet meetellen als uitzondering",
    "VSV_ADRES_ONBEKEND": "Nieuwe vsv'ers van wie het adres onbekend is", "B_OVERLEDEN": "Overleden",
    "B_VERTROKKEN": "Vertrokken naar het buitenland", "B_VRIJSTELLING": "Vrijgesteld van de leerplicht",
    "C_VO": "Weer ingeschreven in het vo", "C_MBO": "Weer ingeschreven in het mbo",
    "C_VAVO": "Weer ingeschreven in het vavo", "C_HO": "Ingeschreven in het hoger onderwijs",
    "C_VSO_PRO": "Ingeschreven in (v)so, pro of basisonderwijs", "C_NIET_BEKOSTIGD": "Ingeschreven in niet-bekostigd onderwijs",
    "D_STARTKW_EERDER": "Had al een startkwalificatie", "D_STARTKW_JAAR": "Haalde in het jaar een startkwalificatie",
    "D_STARTKW_VERLAAT": "Haalde kort daarna een startkwalificatie",
    "D_DEFENSIE_POLITIE": "Opleiding bij defensie of politie", "D_ENTREE_WERK": "Entreediploma en werk",
}  # fmt: skip
_CATEGORIE = {
    "ONDERBOUW": "Onderbouw vo", "BOVENBOUW_VMBO": "Bovenbouw vmbo", "BOVENBOUW_HAVO_VWO": "Bovenbouw havo en vwo",
    "VO_ONBEKEND": "Vo, leerjaar of niveau onbekend", "VAVO": "Vavo", "MBO1": "Mbo niveau 1 (entree)",
    "MBO2": "Mbo niveau 2", "MBO3": "Mbo niveau 3", "MBO4": "Mbo niveau 4", "TOTAAL": "Totaal",
}  # fmt: skip
SCENARIOS = {
    "S27": "Dezelfde regels met de leeftijdsgrens tot 27 jaar (bredere groep)",
    "S28": "Zonder wie een praktijkverklaring of mbo-certificaat heeft",
    "S28A": "Zonder wie een praktijkverklaring heeft", "S28B": "Zonder wie een mbo-certificaat heeft",
    "S29": "Zonder wie een opleiding in de derde leerweg volgt",
    "S30": "Zonder S30A en S30B: passend eindpunt na pro, vso of entree",
    "S30A": "Zonder wie vóór het mbo een pro-getuigschrift of vso-diploma haalde",
    "S30B": "Zonder wie na pro, vso of entree een erkende praktijkverklaring heeft",
    "SALL": "Alle drie de scenario's (S28, S29 en S30) samen",
}  # fmt: skip
THUISZITTERS = {
    "T_2015": "Langdurig relatief verzuim (definitie tot 2016)",
    "T_2016": "Langdurig relatief verzuim en absoluut verzuim (officieel sinds februari 2016)",
    "T_PACT": "Langer dan 3 maanden thuis (Thuiszitterspact)",
    "T_BREED": "Als T_2016, met vrijstellingen artikel 5 onder a",
    "T_BEELD": "Als T_BREED, met zorgwekkend geoorloofd verzuim langer dan 4 weken",
}
_BEELD = {
    "vrijgesteld": "Vrijgesteld van de leerplicht", "lrv": "Langdurig relatief verzuim", "in_onderwijs": "In onderwijs",
    "startkwalificatie": "Niet in onderwijs, met startkwalificatie",
    "absoluut_met_dossier": "Absoluut verzuim, de gemeente heeft een dossier",
    "in_traject": "In een traject van het Doorstroompunt", "werk": "Werkt 12 uur of meer per week",
    "uit_beeld": "Uit beeld: geen onderwijs, werk, traject of dossier", "ontbreekt": "Niet geleverd",
}  # fmt: skip
_EFFECT = {
    "eerste_keer_p_levering": "Eerste traject, na een signaal uit de P-levering",
    "eerste_keer_overig": "Eerste traject, na een ander signaal", "continuerend": "Traject dat al liep",
    "recidiverend_p_levering": "Eerder een traject gehad, na een signaal uit de P-levering",
    "recidiverend_overig": "Eerder een traject gehad, na een ander signaal", "benaderd": "Benaderd",
    "ingeschreven": "Waarvan op die dag ingeschreven", "intake": "Intake gehad", "gesprekken": "Gesprekken",
    "intake_lt_14_dagen_pct": "Intake binnen 14 dagen", "intake_14_28_dagen_pct": "Intake na 14 tot en met 28 dagen",
    "intake_gt_28_dagen_pct": "Intake na meer dan 28 dagen", "gestart": "Traject gestart", "beeindigd": "Traject beëindigd",
    "duur_lt_1_maand": "Traject korter dan 1 maand", "duur_1_6_maanden": "Traject van 1 tot en met 6 maanden",
    "duur_gt_6_maanden": "Traject langer dan 6 maanden", "bestemming_werk": "Bestemming: werk",
    "bereik_pct": "Bereik: benaderd, in procent van de doelgroep", "bereikt": "Van de doelgroep benaderd",
    "doelgroep": "Doelgroep op 1 oktober", "personen": "Oude vsv'ers op 1 oktober",
    "mbo1": "Van een kwetsbare overgang: naar mbo niveau 1", "mbo2": "Van een kwetsbare overgang: naar mbo niveau 2",
    "VMBO_B": "Vmbo basisberoepsgericht", "uit_onderwijs": "Van een kwetsbare overgang: uit het onderwijs", "1_oktober": "Op 1 oktober",
}  # fmt: skip

TEKSTEN: dict[tuple[str, str], str] = {
    **{("stromen", code): text for code, text in _STROMEN.items()},
    **{(tabel, code): text for tabel in ("vsv", "kenmerken") for code, text in {**_VSV, **_CATEGORIE}.items()},
    **{(tabel, code): text for tabel in ("verschil", "standaard") for code, text in _CATEGORIE.items()},
    **{("scenario", code): text for code, text in SCENARIOS.items()},
    **{("thuiszitters", code): text for code, text in THUISZITTERS.items()},
    **{("in_beeld", code): text for code, text in _BEELD.items()},
    **{(tabel, code): text for tabel in ("effect_18plus", "effect_17", "effect_18plus_doelgroep", "effect_17_doelgroep",
        "effect_leeftijd", "bereik", "oude_vsv", "kwetsbaar") for code, text in _EFFECT.items()},
    ("scenario", "OVER"): "Vsv'ers die overblijven",
    ("scenario", "VERWIJDERD"): "Vsv'ers die door dit scenario vervallen",
    ("scenario", "ALLEEN"): "Vsv'ers die alleen door dit scenario vervallen",
    ("scenario", "PCT_N1"): "Percentage met dezelfde noemer",
    ("scenario", "PCT_N2"): "Percentage waarbij wie vervalt ook uit de noemer gaat",
    ("scenario", "DEKKING"): "Deel van de regio's dat dit document bijhoudt",
    ("verschil", "VERSCHIL"): "Verandering van het vsv-percentage sinds vorig schooljaar",
    ("verschil", "SAMENSTELLING"): "Deel dat komt door een andere samenstelling van de groep",
    ("verschil", "KANS"): "Deel dat komt door een andere kans op uitval binnen dezelfde groepen",
    ("standaard", "PCT_STANDAARD"): "Percentage als de groep was samengesteld als heel Nederland",
    ("standaard", "VERWACHT"): "Verwacht aantal vsv'ers bij de landelijke kans per categorie en leeftijd",
    ("standaard", "VERHOUDING"): "Werkelijk aantal gedeeld door verwacht aantal",
    ("standaard", "VERHOUDING_ONDER"): "Ondergrens van de verhouding (95 %, exact Poisson)",
    ("standaard", "VERHOUDING_BOVEN"): "Bovengrens van de verhouding (95 %, exact Poisson)",
    ("standaard", "PCT_ONDER"): "Ondergrens van het percentage (95 %, Wilson)",
    ("standaard", "PCT_BOVEN"): "Bovengrens van het percentage (95 %, Wilson)",
    ("dekking", "DEKKING"): "Welk deel heeft geleverd",
    ("maat", "aantal"): "Aantal, elke persoon één keer per gebied",
    ("maat", "dubbel_geteld"): "Som van de gemeenten min het aantal in het gebied: wie in meer gemeenten telt",
    ("maat", "personen"): "Unieke personen", ("maat", "som"): "Som van de aantallen; iemand kan dubbel tellen",
    ("maat", "verschil"): "Aantal met deze definitie min het officiële aantal",
    ("maat", "erbij"): "Jongeren die met deze definitie wel tellen en officieel niet",
    ("maat", "eraf"): "Jongeren die officieel wel tellen en met deze definitie niet",
    ("maat", "waarvan_uit_beeld"): "Waarvan absoluut verzuim zonder dossier",
    ("maat", "gemeenten"): "Gemeenten in het gebied", ("maat", "geleverd"): "Gemeenten die leverden",
    ("maat", "bevolking"): "Deel van de jongeren dat in deze gemeenten woont",
}  # fmt: skip
