{{ config(pre_hook='{{ wis_bereik() }}') }}

-- The report of the Doorstroompunten: every cell of every table, per region. Zero cells are left out.

with

effect as (
    select * from {{ ref('int_effect_aantal') }}
),

intaketijd as (
    select * from {{ ref('int_effect_intaketijd') }}
),

doelgroep as (
    select * from {{ ref('int_doelgroep_telling') }}
),

kwetsbaar as (
    select
        regiocode,
        'kwetsbaar' as tabel,
        herkomst as rij,
        bestemming as kolom,
        count(*) as waarde
    from {{ jaardeel('int_kwetsbaar') }}
    where schooljaar = {{ schooljaar() }}
    group by regiocode, herkomst, bestemming
),

cellen as (
    select regiocode, tabel, rij, kolom, waarde::text from effect
    union all
    select regiocode, tabel, rij, kolom, waarde::text from intaketijd
    union all
    select regiocode, tabel, rij, kolom, waarde::text from doelgroep
    union all
    select regiocode, tabel, rij, kolom, waarde::text from kwetsbaar
)

select
    {{ schooljaar() }} as schooljaar,
    regiocode as gebied,
    tabel,
    rij,
    kolom,
    waarde
from cellen
