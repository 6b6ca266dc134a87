{{ config(materialized='per_schooljaar', post_hook=[
    "{{ noem_levering_in_kracht() }}", "{{ noem_levering_in_kracht('andere_levering_id') }}"
]) }}

-- Residence spells cut short by a later spell that another municipality delivered: somebody did not close a move.

with

woont as (
    {{ dit_jaar('int_woont_leerplicht') }}
),

bron as (
    {{ bronnen() }}
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
        lead(bron_id) over persoonlijk as andere_bron_id,
        lead(regel) over persoonlijk as andere_regel
    from woont
    where persoon in (select ingekort.persoon from ingekort)
    window persoonlijk as (partition by persoon order by begindatum)
)

select
    volgend.schooljaar,
    volgend.persoon,
    volgend.gemeentecode,
    volgend.begindatum,
    volgend.andere_gemeente,
    volgend.ander_begin,
    volgend.leveraar,
    bron.levering_id,
    volgend.regel,
    volgend.andere_leveraar,
    andere_bron.levering_id as andere_levering_id,
    volgend.andere_regel
from volgend
inner join bron on volgend.bron_id = bron.bron_id
inner join bron as andere_bron on volgend.andere_bron_id = andere_bron.bron_id
where
    volgend.ingekort
    and volgend.gemeentecode <> volgend.andere_gemeente
    and volgend.leveraar <> volgend.andere_leveraar
