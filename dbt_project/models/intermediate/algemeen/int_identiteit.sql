{{ config(materialized='table', indexes=[{'columns': ['pseudoniem', 'leveraar'], 'unique': true}]) }}

-- National identity where it is not simply the pseudonym: numbers joined by koppeling, and a number that
-- suppliers deliver with different birth dates (not joined until it is solved). Everybody else: persoon = pseudoniem.

with

koppeling as (
    select * from {{ ref('int_koppeling') }}
),

jongere as (
    select distinct pseudoniem, leveraar from {{ ref('stg_jongere') }}
    where pseudoniem in (select koppeling.pseudoniem from koppeling)
),

omstreden as (
    select * from {{ ref('int_omstreden') }}
),

dit_jaar as (
    select pseudoniem, leveraar, geboortedatum
    from {{ ref('stg_jongere') }}
    where schooljaar = {{ schooljaar() }} and pseudoniem in (select omstreden.pseudoniem from omstreden)
),

gesplitst as (
    select
        dit_jaar.pseudoniem,
        dit_jaar.leveraar,
        md5(dit_jaar.pseudoniem::text || dit_jaar.geboortedatum::text)::uuid as persoon
    from dit_jaar
    left join koppeling on dit_jaar.pseudoniem = koppeling.pseudoniem
    where koppeling.pseudoniem is null
)

select
    jongere.pseudoniem,
    jongere.leveraar,
    koppeling.persoon
from jongere
inner join koppeling on jongere.pseudoniem = koppeling.pseudoniem
union all
select * from gesplitst
