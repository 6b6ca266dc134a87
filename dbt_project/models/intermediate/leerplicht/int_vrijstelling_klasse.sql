{{ config(materialized='per_schooljaar') }}

-- Class of an exemption in a municipality: for VR the type last followed before the first counted spell, for VL the
-- enrolment on the counting day.

with

geteld as (
    {{ dit_jaar('int_vrijstelling_geteld') }}
),

inschrijving as (
    {{ dit_jaar('int_inschrijving_leerplicht') }}
),

klasse as (
    select * from {{ ref('onderwijssoort_klasse') }}
),

eerste as (
    select distinct on (persoon, gemeentecode, indicator) *
    from geteld
    order by persoon, gemeentecode, indicator, begindatum
),

vrijstelling as (
    select * from eerste
    where indicator like 'VR%'
),

vervangend as (
    select * from eerste
    where indicator like 'VL%'
),

onderwijs as (
    (
        {{ laatste_onderwijs('vrijstelling', 'inschrijving', ['persoon', 'gemeentecode', 'indicator'], 'begindatum') }}
    )
    union all
    (
        {{ onderwijs_op_dag('vervangend', 'inschrijving', ['persoon', 'gemeentecode', 'indicator'], 'teldag') }}
    )
)

select
    eerste.schooljaar,
    eerste.persoon,
    eerste.gemeentecode,
    eerste.indicator,
    eerste.begindatum as eerste,
    coalesce(klasse.onderwijssoort_klasse, 'GEEN_ONDERWIJS') as klasse
from eerste
left join onderwijs using (persoon, gemeentecode, indicator)
left join klasse using (onderwijssoort)
