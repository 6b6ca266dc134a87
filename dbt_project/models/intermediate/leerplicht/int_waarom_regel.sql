{{ config(materialized='view') }}

-- Lines of deliveries that count for a person, with the indicators whose rule reads them (patterns; null: every one;
-- an empty list: none). No branch has a where: PostgreSQL would read all of its rows for every person asked for.

select schooljaar, persoon, null::text[] as indicatoren, 'jongere' as tabel, leveraar, bron_id, regel
from {{ ref('int_persoon') }}
union all
select schooljaar, persoon, null, 'verblijf', leveraar, bron_id, regel
from {{ ref('int_woont_leerplicht') }}
union all
select
    schooljaar,
    persoon,
    array['AV%', '%PLICHTIG%', 'V_\_%', 'PV%', 'MAS_', 'HALT', 'WAARSCHUWING'],
    'inschrijving',
    leveraar,
    bron_id,
    regel
from {{ ref('int_inschrijving_leerplicht') }}
union all
select schooljaar, persoon, array['AV%', 'LRV%', 'RV%', '%PLICHTIG%'], 'kwalificatie', leveraar, bron_id, regel
from {{ ref('int_kwalificatie') }}
union all
select schooljaar, persoon, array['AV%'], 'absoluut_dossier', leveraar, bron_id, regel
from {{ ref('int_dossier') }}
union all
select
    schooljaar,
    persoon,
    array[{{ vrijstelling_indicator('grond') }}]
    || case when grond in {{ gronden_vrijgesteld() }} then array['AV%', 'LRV%'] end,
    'vrijstelling',
    leveraar,
    bron_id,
    regel
from {{ ref('int_vrijstelling_leerplicht') }}
union all
select
    schooljaar,
    persoon,
    case
        when status <> 'I'
            then
                case
                    when soort = 'LRV' then array['LRV%']
                    when soort in ('16U4W', 'LUXE', 'SIGNAAL', 'OVERIG') then array['RV%']
                    else '{}'::text[]
                end
                || case when zorgwekkend and geoorloofd then array['ZORGWEKKEND'] else '{}'::text[] end
        else '{}'::text[]
    end,
    'verzuimmelding',
    leveraar,
    bron_id,
    regel
from {{ ref('int_verzuimmelding_leerplicht') }}
union all
select schooljaar, persoon, array[indicator], 'vervolgactie', gemeentecode, bron_id, regel
from {{ ref('int_actie') }}
