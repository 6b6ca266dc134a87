{{ config(materialized='per_schooljaar',
          meta={'uniek': true}) }}

-- Where the MBO students of T0 came from: start of the first MBO enrolment, the sector before it and the last school
-- in VO before it (later begindatum, later end, lower brin).

with

bereik as (
    select * from {{ ref('int_bereik') }}
),

inschrijving as (
    {{ dit_jaar('int_inschrijving') }}
),

-- in one pass over the enrolments: to join them with themselves has no statistics to go by
per_persoon as (
    select
        inschrijving.*,
        min(inschrijving.begindatum) filter (where inschrijving.onderwijssoort = 'MBO')
            over persoon
            as begin_eerste_mbo,
        bool_or(inschrijving.onderwijssoort = 'MBO' and inschrijving.periode @> bereik.t0) over persoon as in_mbo_op_t0
    from inschrijving
    cross join bereik
    window persoon as (partition by inschrijving.persoon)
)

select
    {{ schooljaar() }} as schooljaar,
    persoon,
    begin_eerste_mbo,
    (
        array_agg(onderwijssoort order by begindatum desc, upper(periode) desc, brin)
        filter (where begindatum < begin_eerste_mbo)
    )[1
    ] as sector,
    (
        array_agg(brin order by begindatum desc, upper(periode) desc, brin)
        filter (where begindatum < begin_eerste_mbo and onderwijssoort = 'VO')
    )[1
    ] as brin_vo
from per_persoon
where in_mbo_op_t0
group by persoon, begin_eerste_mbo
