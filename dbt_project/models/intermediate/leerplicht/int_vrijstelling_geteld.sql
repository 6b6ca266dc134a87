{{ config(materialized='per_schooljaar') }}

-- Exemptions and replacing duty that count in a municipality, by the ground: held on 1 August by a resident, or
-- issued by the municipality and begun later in the school year.

with

bereik as (
    select * from {{ ref('int_bereik') }}
),

gemeente as (
    select gemeentecode from {{ ref('int_gemeente') }}
    where geleverd_leerplicht
),

opvolger as (
    select * from {{ ref('int_gemeente_opvolger') }}
),

inwoner as (
    {{ dit_jaar('int_inwoner') }}
),

vrijstelling as (
    {{ dit_jaar('int_vrijstelling_leerplicht') }}
),

op_1_augustus as (
    select vrijstelling.*, inwoner.gemeentecode, bereik.sj_begin as teldag
    from vrijstelling
    inner join bereik on {{ bevat('vrijstelling.periode', 'bereik.sj_begin') }}
    inner join inwoner on vrijstelling.persoon = inwoner.persoon and {{ bevat('inwoner.verblijf', 'bereik.sj_begin') }}
),

in_schooljaar as (
    select vrijstelling.*, gemeente.gemeentecode, vrijstelling.begindatum as teldag
    from vrijstelling
    inner join bereik
        on {{ bevat('bereik.sj', 'vrijstelling.begindatum') }} and vrijstelling.begindatum > bereik.sj_begin
    inner join opvolger on vrijstelling.afgegeven_door = opvolger.gemeentecode
    inner join gemeente on opvolger.opvolger = gemeente.gemeentecode
),

geteld as (
    select * from op_1_augustus
    union all
    select * from in_schooljaar
)

select
    schooljaar,
    persoon,
    gemeentecode,
    {{ vrijstelling_indicator('grond') }} as indicator,
    grond,
    begindatum,
    teldag
from geteld
