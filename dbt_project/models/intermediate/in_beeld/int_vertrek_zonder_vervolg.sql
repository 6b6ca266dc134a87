{{ config(materialized='per_schooljaar') }}

-- Own spells ended with verhuisd_binnenland after which no municipality has the person in an own spell, with the
-- destination that a supplier names (the next spell in its delivery). definities, section 6.

with

-- not materialized: else the planner knows nothing of reden_einde and expects a handful of spells in a whole country
eigen as not materialized (
    {{ dit_jaar('int_verblijf_eigen') }}
),

opvolger as (
    select * from {{ ref('int_gemeente_opvolger') }}
),

persoon as (
    {{ dit_jaar('int_persoon') }}
),

vertrek as (
    select eigen.*
    from eigen
    cross join {{ ref('int_bereik') }} as bereik
    where eigen.reden_einde = 'verhuisd_binnenland' and eigen.einddatum < bereik.horizon
),

-- materialized, by person: the planner would rather begin with the deliveries, each with all its spells
verblijf as materialized (
    select alle.persoon, alle.bron_id, alle.gemeentecode, alle.begindatum
    from ({{ met_persoon('stg_verblijf') }}) as alle
    where alle.persoon in (select vertrek.persoon from vertrek)
),

vervolg as (
    select distinct vertrek.bron_id, vertrek.regel
    from vertrek
    inner join eigen on vertrek.persoon = eigen.persoon and upper(eigen.periode) > vertrek.einddatum + 1
),

genoemd as (
    select distinct on (vertrek.bron_id, vertrek.regel)
        vertrek.bron_id,
        vertrek.regel,
        coalesce(opvolger.opvolger, verblijf.gemeentecode) as bestemming
    from vertrek
    inner join verblijf
        on
            vertrek.persoon = verblijf.persoon
            and vertrek.bron_id = verblijf.bron_id
            and vertrek.einddatum < verblijf.begindatum
    left join opvolger on verblijf.gemeentecode = opvolger.gemeentecode
    order by vertrek.bron_id, vertrek.regel, verblijf.begindatum
)

select
    vertrek.schooljaar,
    vertrek.persoon,
    vertrek.gemeentecode,
    vertrek.einddatum as laatste_dag,
    max(genoemd.bestemming) over (partition by vertrek.persoon, vertrek.gemeentecode, vertrek.einddatum) as bestemming,
    {{ leeftijd('persoon.geboortedatum', 'vertrek.einddatum + 1') }} as leeftijd,
    vertrek.leveraar,
    vertrek.bron_id,
    vertrek.regel
from vertrek
inner join persoon on vertrek.persoon = persoon.persoon
left join vervolg on vertrek.bron_id = vervolg.bron_id and vertrek.regel = vervolg.regel
left join genoemd on vertrek.bron_id = genoemd.bron_id and vertrek.regel = genoemd.regel
where vervolg.regel is null
