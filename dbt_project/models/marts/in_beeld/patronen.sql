{{ config(pre_hook='{{ wis_bereik() }}') }}

-- Patterns (definities, section 7): dropout by school of origin with control limits, first MBO year by level and
-- leerweg, and what became of MBO students who came from PRO and VSO. Aggregates only.

with

student as (
    select * from {{ ref('int_mbo_student') }}
),

per_gebied as (
    select 'regio' as niveau, regiocode as gebied, student.* from student
    union all
    select 'land' as niveau, 'NL' as gebied, student.* from student
),

eerste_jaar as (
    select
        regelversie, niveau, gebied, categorie || ' ' || leerweg as rij,
        count(*) filter (where is_vsv) as aantal, count(*) as noemer
    from per_gebied
    where eerste_jaar
    group by regelversie, niveau, gebied, categorie || ' ' || leerweg
),

stroom as (
    select
        regelversie, niveau, gebied, sector_daarvoor as rij, bestemming as kolom,
        count(*) as aantal, sum(count(*)) over (partition by regelversie, niveau, gebied, sector_daarvoor) as noemer
    from per_gebied
    where sector_daarvoor in ('PRO', 'VSO')
    group by regelversie, niveau, gebied, sector_daarvoor, bestemming
),

samen as (
    select
        regelversie, 'school_van_herkomst' as patroon, 'land' as niveau, 'NL' as gebied, brin as rij, 'vsv' as kolom,
        aantal, noemer::bigint as noemer, verwacht, onder_998, onder_95, boven_95, boven_998, plaats
    from {{ ref('int_patroon_school') }}
    union all
    select
        regelversie, 'eerste_jaar_mbo', niveau, gebied, rij, 'vsv',
        aantal, noemer, null, null, null, null, null, null
    from eerste_jaar
    union all
    select
        regelversie, 'pro_vso_mbo', niveau, gebied, rij, kolom,
        aantal, noemer::bigint, null, null, null, null, null, null
    from stroom
)

select
    {{ schooljaar() }} as schooljaar,
    regelversie,
    patroon,
    niveau,
    gebied,
    rij,
    kolom,
    aantal,
    noemer,
    {{ procent('aantal', 'noemer') }} as pct,
    {{ procent('verwacht', 'noemer') }} as verwacht_pct,
    {{ procent('onder_998', 'noemer') }} as onder_998_pct,
    {{ procent('onder_95', 'noemer') }} as onder_95_pct,
    {{ procent('boven_95', 'noemer') }} as boven_95_pct,
    {{ procent('boven_998', 'noemer') }} as boven_998_pct,
    plaats
from samen
