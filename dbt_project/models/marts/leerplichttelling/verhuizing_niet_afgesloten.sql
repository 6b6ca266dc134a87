{{ config(materialized='per_schooljaar') }}

-- Residence spells cut short by a later spell that another municipality delivered: somebody did not close a move.

with

woont as (
    {{ dit_jaar('int_woont_leerplicht') }}
),

ingekort as (
    select persoon from woont
    where ingekort
),

volgend as (
    select
        *,
        lead(gemeentecode) over persoonlijk as andere_gemeente,
        lead(begindatum) over persoonlijk as ander_begin,
        lead(leveraar) over persoonlijk as andere_leveraar,
        lead(levering_id) over persoonlijk as andere_levering_id,
        lead(regel) over persoonlijk as andere_regel
    from woont
    where persoon in (select ingekort.persoon from ingekort)
    window persoonlijk as (partition by persoon order by begindatum)
)

select
    schooljaar,
    persoon,
    gemeentecode,
    begindatum,
    andere_gemeente,
    ander_begin,
    leveraar,
    levering_id,
    regel,
    andere_leveraar,
    andere_levering_id,
    andere_regel
from volgend
where ingekort and gemeentecode <> andere_gemeente and leveraar <> andere_leveraar
