{{ config(materialized='per_schooljaar') }}

-- Persons who were VSV in an earlier school year, by the rule version that was in force in that year
-- (definities, section 5: the published outcomes). Numbers joined since then are one person.

with

vsv as (
    select schooljaar, regelversie, persoon from {{ ref('int_vsv_persoon') }}
    where schooljaar < {{ schooljaar() }} and is_vsv
),

regelversie as (
    select * from {{ ref('regelversie') }}
),

koppeling as (
    select * from {{ ref('int_koppeling') }}
)

select
    {{ schooljaar() }} as schooljaar,
    coalesce(koppeling.persoon, vsv.persoon) as persoon,
    max(vsv.schooljaar) as vsv_schooljaar
from vsv
inner join regelversie
    on
        vsv.regelversie = regelversie.regelversie
        and vsv.schooljaar >= regelversie.vanaf_schooljaar
        and vsv.schooljaar <= coalesce(regelversie.tot_schooljaar, '9999/9999')
left join koppeling on vsv.persoon = koppeling.pseudoniem
where true {{ alleen_geraakt('coalesce(koppeling.persoon, vsv.persoon)') }}
group by coalesce(koppeling.persoon, vsv.persoon)
