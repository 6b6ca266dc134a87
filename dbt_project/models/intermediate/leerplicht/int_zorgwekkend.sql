{{ config(materialized='per_schooljaar') }}

-- Persons with worrying authorised absence (thuiszitters, T_BEELD): where they live on the day the spell passes
-- the four weeks, or on 1 August when that was earlier.

with

bereik as (
    select * from {{ ref('int_bereik') }}
),

definitieset as (
    select * from {{ ref('int_definitieset') }}
),

gemeente as (
    select gemeentecode from {{ ref('int_gemeente') }}
    where geleverd_leerplicht
),

spell as (
    {{ dit_jaar('int_zorgwekkend_spell') }}
),

woont as (
    {{ dit_jaar('int_woont_leerplicht') }}
),

teldag as (
    select
        spell.*,
        greatest(lower(spell.periode) + 7 * definitieset.lrv_weken, bereik.sj_begin) as dag
    from spell
    inner join definitieset on spell.definitieset = definitieset.definitieset
    inner join bereik on {{ overlapt('spell.periode', 'bereik.sj') }}
)

select
    teldag.schooljaar,
    teldag.definitieset,
    teldag.persoon,
    woont.gemeentecode,
    min(lower(teldag.periode)) as eerste
from teldag
inner join woont on teldag.persoon = woont.persoon and {{ bevat('woont.periode', 'teldag.dag') }}
inner join gemeente on woont.gemeentecode = gemeente.gemeentecode
group by teldag.schooljaar, teldag.definitieset, teldag.persoon, woont.gemeentecode
