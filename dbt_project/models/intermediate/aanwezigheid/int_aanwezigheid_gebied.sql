{{ config(materialized='table') }}

-- Attendance per area and period, by onderwijssoort and age; pupils who moved are put together per area first.

with

aanwezigheid as (
    select * from {{ ref('int_aanwezigheid') }}
    where schooljaar = {{ schooljaar() }} and periode <> 'laatste_weken'
),

gebied as (
    select * from {{ ref('int_gebied') }}
),

in_gebied as (
    select gebied.niveau, gebied.gebied, aanwezigheid.*
    from aanwezigheid
    inner join gebied on aanwezigheid.gemeentecode = gebied.gemeentecode
),

verhuisd as (
    select niveau, gebied, periode, begindatum, persoon, onderwijssoort, leeftijd, {{ som_uren() }}
    from in_gebied
    where persoon is not null
    group by niveau, gebied, periode, begindatum, persoon, onderwijssoort, leeftijd
),

samen as (
    select
        niveau, gebied, periode, begindatum, onderwijssoort, leeftijd, leerlingen, onder_90, onder_50,
        uren_rooster, uren_aanwezig, uren_geoorloofd, uren_ongeoorloofd
    from in_gebied
    where persoon is null
    union all
    select
        niveau, gebied, periode, begindatum, onderwijssoort, leeftijd, 1,
        (uren_aanwezig < 0.9 * uren_rooster)::integer, (uren_aanwezig < 0.5 * uren_rooster)::integer,
        uren_rooster, uren_aanwezig, uren_geoorloofd, uren_ongeoorloofd
    from verhuisd
)

select
    niveau,
    gebied,
    periode,
    begindatum,
    coalesce(onderwijssoort, 'TOTAAL') as onderwijssoort,
    coalesce(leeftijd::text, 'TOTAAL') as leeftijd,
    sum(leerlingen)::bigint as leerlingen,
    sum(onder_90)::bigint as onder_90,
    sum(onder_50)::bigint as onder_50,
    {{ som_uren() }}
from samen
group by niveau, gebied, periode, begindatum, cube (onderwijssoort, leeftijd)
