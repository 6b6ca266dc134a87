{{ config(materialized='table') }}

-- One row per municipality that exists on the last day of the school year, with its areas and who delivered.

with

bereik as (
    select * from {{ ref('int_bereik') }}
),

gemeente as (
    select * from {{ ref('gemeente') }}
),

gemeente_regio as (
    select * from {{ ref('gemeente_regio') }}
),

levering as (
    select soort, leveraar from {{ ref('stg_levering') }}
    where schooljaar = {{ schooljaar() }}
),

bevolking as (
    select * from {{ ref('bevolking_groep') }}
),

bestaand as (
    select gemeente.gemeentecode, gemeente.naam, gemeente.provinciecode
    from gemeente
    cross join bereik
    where
        bereik.laatste_dag between coalesce(gemeente.geldig_van, '-infinity') and coalesce(
            gemeente.geldig_tot, 'infinity'
        )
)

select
    bereik.schooljaar,
    bestaand.gemeentecode,
    bestaand.naam,
    bestaand.provinciecode,
    regio.regiocode,
    coalesce(regio_t0.regiocode, regio.regiocode) as regiocode_t0,
    coalesce(bevolking.inwoners_5_17, 0) as inwoners_5_17,
    coalesce(bevolking.inwoners_12_22, 0) as inwoners_12_22,
    leerplicht.leveraar is not null as geleverd_leerplicht,
    doorstroompunt.leveraar is not null as geleverd_doorstroompunt,
    doorstroompunt_t0.leveraar is not null as geleverd_doorstroompunt_t0
from bestaand
cross join bereik
left join gemeente_regio as regio
    on
        bestaand.gemeentecode = regio.gemeentecode
        and bereik.laatste_dag between coalesce(regio.geldig_van, '-infinity') and coalesce(
            regio.geldig_tot, 'infinity'
        )
left join gemeente_regio as regio_t0
    on
        bestaand.gemeentecode = regio_t0.gemeentecode
        and bereik.t0 between coalesce(regio_t0.geldig_van, '-infinity') and coalesce(regio_t0.geldig_tot, 'infinity')
left join bevolking on bestaand.gemeentecode = bevolking.gemeentecode
left join levering as leerplicht
    on bestaand.gemeentecode = leerplicht.leveraar and leerplicht.soort = 'leerplicht'
left join levering as doorstroompunt
    on regio.regiocode = doorstroompunt.leveraar and doorstroompunt.soort = 'doorstroompunt'
left join levering as doorstroompunt_t0
    on
        coalesce(regio_t0.regiocode, regio.regiocode) = doorstroompunt_t0.leveraar
        and doorstroompunt_t0.soort = 'doorstroompunt'
