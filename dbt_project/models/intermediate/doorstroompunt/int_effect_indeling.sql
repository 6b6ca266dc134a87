{{ config(materialized='table') }}

-- Which tables and rows of the effectrapportage a traject of this year stands in (definities, section 5).

with

telling as (
    select * from {{ jaardeel('int_traject_telling') }}
    where schooljaar = {{ schooljaar() }}
),

met_tabel as (
    select
        *,
        case when leeftijd >= 18 then 'effect_18plus' when leeftijd = 17 then 'effect_17' end as tabel,
        case
            when leeftijd between 16 and 17 then '16-17'
            when leeftijd between 18 and 22 then '18-22'
            when leeftijd between 23 and 26 then '23-26'
        end as leeftijdsband
    from telling
)

select regiocode, persoon, trajectnummer, tabel, rij
from met_tabel
where tabel is not null
union all
select regiocode, persoon, trajectnummer, tabel || '_doelgroep' as tabel, doelgroep as rij
from met_tabel
where tabel is not null
union all
select regiocode, persoon, trajectnummer, 'effect_leeftijd' as tabel, leeftijdsband as rij
from met_tabel
where leeftijdsband is not null
