{{ config(materialized='view') }}

-- Ages that matter to the duty, per definition set: begin and end of leerplicht by age alone (Leerplichtwet
-- art. 3 lid 1), the 18th birthday, and the days of life.

with

definitieset as (
    select * from {{ ref('int_definitieset') }}
),

persoon as (
    {{ dit_jaar('int_persoon') }}
),

verjaardagen as (
    select
        definitieset.schooljaar,
        definitieset.definitieset,
        definitieset.leerplicht_begin_op,
        persoon.persoon,
        daterange(null, persoon.datum_overlijden, '[]') as leven,
        {{ verjaardag('persoon.geboortedatum', 'definitieset.leerplicht_begin_leeftijd') }} as begin_verjaardag,
        {{ verjaardag('persoon.geboortedatum', 16) }} as zestien,
        {{ verjaardag('persoon.geboortedatum', 18) }} as achttien
    from persoon
    inner join definitieset on persoon.schooljaar = definitieset.schooljaar
),

grenzen as (
    select
        *,
        case leerplicht_begin_op
            when 'verjaardag' then begin_verjaardag
            else (date_trunc('month', begin_verjaardag) + interval '1 month')::date
        end as leerplicht_van,
        -- the day after the first 31 July on or after the 16th birthday: five months on it is the same year
        make_date(extract(year from zestien + interval '5 months')::integer, 8, 1) as leerplicht_tot
    from verjaardagen
)

select
    schooljaar,
    definitieset,
    persoon,
    leven,
    leerplicht_tot,
    achttien,
    daterange(leerplicht_van, leerplicht_tot) as leerplicht
from grenzen
