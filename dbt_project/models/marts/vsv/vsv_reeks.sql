{{ config(materialized='view') }}

with

vsv as (
    select * from {{ ref('vsv') }}
),

breuk as (
    select * from {{ ref('reeksbreuk') }}
    where reeks = 'vsv'
),

met_vorige as (
    select
        *,
        lag(schooljaar) over opeenvolgend as schooljaar_vorige,
        lag(vsv_pct) over opeenvolgend as vsv_pct_vorige
    from vsv
    window opeenvolgend as (partition by regelversie, niveau, gebied, categorie order by schooljaar)
),

-- breaks since the year before in the series, or in the year itself when it is the first
breuken as (
    select
        jaar.schooljaar,
        jaar.schooljaar_vorige,
        string_agg(breuk.schooljaar || ': ' || breuk.omschrijving, '; ' order by breuk.schooljaar, breuk.omschrijving)
            as breuk
    from (select distinct schooljaar, schooljaar_vorige from met_vorige) as jaar
    inner join breuk
        on
            jaar.schooljaar >= breuk.schooljaar and breuk.schooljaar > coalesce(jaar.schooljaar_vorige, '')
            and (jaar.schooljaar_vorige is not null or jaar.schooljaar = breuk.schooljaar)
    group by jaar.schooljaar, jaar.schooljaar_vorige
)

select
    met_vorige.regelversie,
    met_vorige.niveau,
    met_vorige.gebied,
    met_vorige.categorie,
    met_vorige.schooljaar,
    met_vorige.n,
    met_vorige.x,
    met_vorige.x_zonder_entree,
    met_vorige.x_zonder_uitkomst,
    met_vorige.vsv_pct,
    met_vorige.schooljaar_vorige,
    met_vorige.vsv_pct - met_vorige.vsv_pct_vorige as verschil,
    breuken.breuk,
    breuken.breuk is null and met_vorige.schooljaar_vorige is not null as vergelijkbaar,
    met_vorige.norm_pct,
    met_vorige.status,
    met_vorige.stand,
    met_vorige.grens
from met_vorige
left join breuken
    on
        met_vorige.schooljaar = breuken.schooljaar
        and met_vorige.schooljaar_vorige is not distinct from breuken.schooljaar_vorige
