{{ config(pre_hook='{{ wis_bereik() }}') }}

with

regelversie as (
    select * from {{ ref('int_regelversie') }}
),

regio as (
    select * from {{ ref('int_vsv_regio') }}
    where schooljaar = {{ schooljaar() }}
),

levering as (
    select * from {{ ref('stg_levering') }}
),

vaststelling as (
    select * from {{ source('register', 'vsv_vaststelling') }}
),

-- the deliveries of the school year after this one know the late diplomas too
jaar_erna as (
    select leveraar from levering
    where soort = 'doorstroompunt' and left(schooljaar, 4) = right({{ schooljaar() }}, 4)
),

volledigheid as (
    select
        count(*) as regios,
        count(*) filter (where regio.geleverd) as regios_geleverd,
        count(*) filter (where regio.geleverd and (regio.na_jaareinde or jaar_erna.leveraar is not null))
            as regios_na_jaareinde
    from regio
    left join jaar_erna on regio.regiocode = jaar_erna.leveraar
),

vingerafdruk as (
    select md5(coalesce(string_agg(sha256, ' ' order by sha256), '')) as vingerafdruk
    from levering
    where schooljaar = {{ schooljaar() }}
)

select
    regelversie.schooljaar,
    regelversie.regelversie,
    volledigheid.regios,
    volledigheid.regios_geleverd,
    volledigheid.regios_na_jaareinde,
    volledigheid.regios = volledigheid.regios_na_jaareinde as kan_definitief,
    vingerafdruk.vingerafdruk,
    case
        when volledigheid.regios = volledigheid.regios_na_jaareinde and vaststelling.vingerafdruk is not null
            then 'definitief'
        else 'voorlopig'
    end as stand
from regelversie
cross join volledigheid
cross join vingerafdruk
left join vaststelling
    on
        regelversie.schooljaar = vaststelling.schooljaar
        and regelversie.regelversie = vaststelling.regelversie
        and vingerafdruk.vingerafdruk = vaststelling.vingerafdruk
