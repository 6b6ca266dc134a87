{{ config(materialized='table') }}

-- relatief_verzuim: every 16U4W report of the year. ziekteverzuim: the report that makes it three worrying ones.

with

bereik as (
    select * from {{ ref('int_bereik') }}
),

regel as (
    select * from {{ ref('signaalregel') }}
),

melding as (
    select int_verzuimmelding.*
    from ({{ dit_jaar('int_verzuimmelding') }}) as int_verzuimmelding
    inner join bereik on {{ bevat('bereik.sj', 'int_verzuimmelding.begindatum') }}
    where int_verzuimmelding.status <> 'I'
),

relatief as (
    select 'relatief_verzuim' as signaal, melding.*, 1 as volgnummer
    from melding
    where soort = '16U4W' and not geoorloofd
),

zorgwekkend as (
    select
        'ziekteverzuim' as signaal,
        melding.*,
        row_number() over (partition by persoon order by begindatum, meldingsnummer) as volgnummer
    from melding
    where geoorloofd and zorgwekkend
),

beide as (
    select * from relatief
    union all
    select * from zorgwekkend
)

select
    null::text as definitieset,
    beide.signaal,
    beide.persoon,
    beide.begindatum as datum,
    null::date as toetsdag,
    null::date as geldig_tot,
    case beide.signaal when 'relatief_verzuim' then beide.uren else beide.volgnummer end as waarde,
    beide.leveraar,
    beide.bron_id,
    'verzuimmelding' as tabel,
    beide.regel
from beide
inner join regel on beide.signaal = regel.signaal and beide.volgnummer = regel.meldingen
