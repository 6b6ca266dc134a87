{{ config(materialized='view') }}

-- Lines of deliveries that count for a person, with the indicators whose rule reads them (a pattern; null: every one).

select schooljaar, persoon, null::text as indicator, 'jongere' as tabel, leveraar, levering_id, regel
from {{ ref('int_persoon') }}
union all
select schooljaar, persoon, null, 'verblijf', leveraar, levering_id, regel
from {{ ref('int_woont_leerplicht') }}
union all
select
    regels.schooljaar,
    regels.persoon,
    patroon.indicator,
    'inschrijving',
    regels.leveraar,
    regels.levering_id,
    regels.regel
from {{ ref('int_inschrijving_leerplicht') }} as regels
cross join
    (values ('AV%'), ('%PLICHTIG%'), ('V_\_%'), ('PV%'), ('MAS_'), ('HALT'), ('WAARSCHUWING')) as patroon (indicator)
union all
select
    regels.schooljaar,
    regels.persoon,
    patroon.indicator,
    'kwalificatie',
    regels.leveraar,
    regels.levering_id,
    regels.regel
from {{ ref('int_kwalificatie') }} as regels
cross join (values ('AV%'), ('LRV%'), ('RV%'), ('%PLICHTIG%')) as patroon (indicator)
union all
select schooljaar, persoon, 'AV%', 'absoluut_dossier', leveraar, levering_id, regel
from {{ ref('int_dossier') }}
union all
select schooljaar, persoon, {{ vrijstelling_indicator('grond') }}, 'vrijstelling', leveraar, levering_id, regel
from {{ ref('int_vrijstelling_leerplicht') }}
union all
select
    regels.schooljaar,
    regels.persoon,
    patroon.indicator,
    'vrijstelling',
    regels.leveraar,
    regels.levering_id,
    regels.regel
from {{ ref('int_vrijstelling_leerplicht') }} as regels
cross join (values ('AV%'), ('LRV%')) as patroon (indicator)
where regels.grond in {{ gronden_vrijgesteld() }}
union all
select schooljaar, persoon, 'LRV%', 'verzuimmelding', leveraar, levering_id, regel
from {{ ref('int_verzuimmelding_leerplicht') }}
where soort = 'LRV' and status <> 'I'
union all
select schooljaar, persoon, 'RV%', 'verzuimmelding', leveraar, levering_id, regel
from {{ ref('int_verzuimmelding_leerplicht') }}
where soort in ('16U4W', 'LUXE', 'SIGNAAL', 'OVERIG') and status <> 'I'
union all
select schooljaar, persoon, 'ZORGWEKKEND', 'verzuimmelding', leveraar, levering_id, regel
from {{ ref('int_verzuimmelding_leerplicht') }}
where zorgwekkend and geoorloofd and status <> 'I'
union all
select schooljaar, persoon, indicator, 'vervolgactie', gemeentecode, levering_id, regel
from {{ ref('int_actie') }}
