{{ config(materialized='per_schooljaar') }}

-- State of every resident on 1 September and on 31 July (definities, section 2, flows). A person of one municipality
-- has the same states in every area of it and stands here for the municipality (enig); the states of a person who
-- moved are found per area.

with

bereik as (
    select * from {{ ref('int_bereik') }}
),

inwoner as (
    {{ dit_jaar('int_inwoner') }}
),

inschrijving as (
    {{ dit_jaar('int_inschrijving_leerplicht') }}
),

stand as (
    {{ dit_jaar('int_stand') }}
),

gebied as (
    select * from {{ ref('int_gebied') }}
),

ingeschreven as (
    select
        inschrijving.persoon,
        bool_or(inschrijving.periode @> bereik.dag_1_september) as op_begin,
        bool_or(inschrijving.periode @> bereik.laatste_dag) as op_eind
    from inschrijving
    cross join bereik
    group by inschrijving.persoon
),

verblijf as (
    select persoon, datum_overlijden, enig, 'gemeente' as niveau, gemeentecode as gebied, verblijf
    from inwoner
    where enig
    union all
    select
        inwoner.persoon,
        inwoner.datum_overlijden,
        inwoner.enig,
        gebied.niveau,
        gebied.gebied,
        range_agg(inwoner.verblijf) as verblijf
    from inwoner
    inner join gebied on inwoner.gemeentecode = gebied.gemeentecode
    where not inwoner.enig
    group by inwoner.persoon, inwoner.datum_overlijden, inwoner.enig, gebied.niveau, gebied.gebied
)

select
    {{ schooljaar() }} as schooljaar,
    definitieset.definitieset,
    verblijf.persoon,
    verblijf.enig,
    verblijf.niveau,
    verblijf.gebied,
    {{ stand_op('bereik.dag_1_september', 'stand.stand_begin', 'ingeschreven.op_begin') }} as van,
    {{ stand_op('bereik.laatste_dag', 'stand.stand_eind', 'ingeschreven.op_eind') }} as naar
from verblijf
cross join bereik
cross join {{ ref('int_definitieset') }} as definitieset
left join stand on verblijf.persoon = stand.persoon and definitieset.definitieset = stand.definitieset
left join ingeschreven on verblijf.persoon = ingeschreven.persoon
