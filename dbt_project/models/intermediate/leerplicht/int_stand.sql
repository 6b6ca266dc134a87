{{ config(materialized='per_schooljaar') }}

-- State of persons on 1 September and on 31 July as far as it is exemption, LRV or absoluut verzuim: the first that
-- applies (definities, section 2, flows).

with

bereik as (
    select * from {{ ref('int_bereik') }}
),

definitieset as (
    select * from {{ ref('int_definitieset') }}
),

vrijstelling as (
    {{ dit_jaar('int_vrijstelling_leerplicht') }}
),

lrv as (
    {{ dit_jaar('int_lrv_spell') }}
),

absoluut as (
    {{ dit_jaar('int_absoluut_spell') }}
),

toestand as (
    select
        definitieset.definitieset,
        vrijstelling.persoon,
        vrijstelling.periode,
        array_position(
            array['5_ONDER_A', '5_ONDER_B', '5_ONDER_C', 'ART5A_TREKKEND', 'ART15'], vrijstelling.grond
        ) as rang
    from vrijstelling
    cross join definitieset
    where vrijstelling.grond in {{ gronden_vrijgesteld() }}
    union all
    select definitieset, persoon, periode, 6
    from lrv
    union all
    select definitieset, persoon, periode, case when gecorrigeerd then 8 else 7 end
    from absoluut
),

eerste as (
    select
        toestand.definitieset,
        toestand.persoon,
        min(toestand.rang) filter (where toestand.periode @> bereik.dag_1_september) as rang_begin,
        min(toestand.rang) filter (where toestand.periode @> bereik.laatste_dag) as rang_eind
    from toestand
    cross join bereik
    group by toestand.definitieset, toestand.persoon
),

namen as (
    select array[
        'vrijgesteld_5a', 'vrijgesteld_5b', 'vrijgesteld_5c', 'vrijgesteld_5a_trekkend', 'vrijgesteld_15',
        'lrv', 'absoluut', 'absoluut_gecorrigeerd'
    ] as stand
)

select
    {{ schooljaar() }} as schooljaar,
    eerste.definitieset,
    eerste.persoon,
    namen.stand[eerste.rang_begin] as stand_begin,
    namen.stand[eerste.rang_eind] as stand_eind
from eerste
cross join namen
where eerste.rang_begin is not null or eerste.rang_eind is not null
