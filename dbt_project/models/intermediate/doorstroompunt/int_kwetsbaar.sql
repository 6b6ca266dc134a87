{{ config(materialized='per_schooljaar',
          meta={'uniek': true}) }}

-- kwetsbaar: young people from a vulnerable origin on T0 who are in MBO 1, in MBO 2 or out of education on T1
-- (definities, section 5). Base enrolment in the order of section 4, PRO and VSO last.

with

bereik as (
    select * from {{ ref('int_bereik') }}
),

gemeente as (
    select gemeentecode, regiocode_t0 from {{ ref('int_gemeente') }}
    where geleverd_doorstroompunt_t0
),

woont as (
    {{ dit_jaar('int_woont') }}
),

inschrijving as (
    {{ dit_jaar('int_inschrijving') }}
),

op_t0 as (
    select distinct on (inschrijving.persoon)
        inschrijving.persoon,
        {{ kwetsbaar_herkomst('inschrijving') }} as herkomst
    from inschrijving
    inner join bereik on {{ bevat('inschrijving.periode', 'bereik.t0') }}
    where {{ is_basisinschrijving('inschrijving') }}
    order by inschrijving.persoon asc, {{ volgorde_basisinschrijving('inschrijving') }} asc
),

op_t1 as (
    select
        inschrijving.persoon,
        (array_agg(
            case when {{ is_basisinschrijving('inschrijving') }} then 'mbo' || inschrijving.mbo_niveau end
            order by
                {{ is_basisinschrijving('inschrijving') }} desc, {{ volgorde_basisinschrijving('inschrijving') }} asc
        ))[1] as bestemming
    from inschrijving
    inner join bereik on {{ bevat('inschrijving.periode', 'bereik.t1') }}
    group by inschrijving.persoon
),

bestemd as (
    select
        op_t0.persoon,
        op_t0.herkomst,
        woont.gemeentecode,
        gemeente.regiocode_t0 as regiocode,
        case when op_t1.persoon is null then 'uit_onderwijs' else op_t1.bestemming end as bestemming
    from op_t0
    cross join bereik
    inner join woont on op_t0.persoon = woont.persoon and {{ bevat('woont.periode', 'bereik.t0') }}
    inner join gemeente on woont.gemeentecode = gemeente.gemeentecode
    left join op_t1 on op_t0.persoon = op_t1.persoon
    where op_t0.herkomst is not null
)

select
    {{ schooljaar() }} as schooljaar,
    bestemd.*
from bestemd
cross join bereik
left join woont on bestemd.persoon = woont.persoon and {{ bevat('woont.periode', 'bereik.t1') }}
where
    bestemd.bestemming in ('mbo1', 'mbo2', 'uit_onderwijs')
    -- who died or left the country is not out of education
    and woont.gemeentecode is not null and woont.gemeentecode <> 'BUITENLAND'
