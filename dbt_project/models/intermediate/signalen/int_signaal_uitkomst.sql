{{ config(materialized='table') }}

-- Who became absoluut, LRV or VSV in this school year, with the municipality where that counts. VSV by the rule
-- version that is in force in the year.

with

definitieset as (
    select definitieset from {{ ref('int_definitieset') }}
),

feit as (
    select * from {{ jaardeel('int_feit') }}
    where schooljaar = {{ schooljaar() }}
),

vsv as (
    select vsv.persoon, vsv.gemeentecode
    from {{ ref('int_vsv_persoon') }} as vsv
    inner join {{ ref('regelversie') }} as regelversie on vsv.regelversie = regelversie.regelversie
    where
        vsv.schooljaar = {{ schooljaar() }}
        and vsv.is_vsv
        and regelversie.vanaf_schooljaar <= {{ schooljaar() }}
        and coalesce(regelversie.tot_schooljaar, '9999/9999') >= {{ schooljaar() }}
)

select definitieset, persoon, gemeentecode
from feit
where indicatoren && array['AV_TOTAAL', 'LRV_TOTAAL']
union
select definitieset.definitieset, vsv.persoon, vsv.gemeentecode
from vsv
cross join definitieset
