{{ config(pre_hook='{{ wis_bereik() }}') }}

-- Young people who left for another municipality and whom no municipality has after it. Written for the whole
-- year on every build, because a delivery of any municipality may settle who is 'onbekend'.

with

vertrek as (
    select * from {{ jaardeel('int_vertrek_zonder_vervolg') }}
    where schooljaar = {{ schooljaar() }}
),

bron as (
    {{ bronnen() }}
),

groep as (
    select * from {{ ref('int_leeftijdsgroep') }}
),

land as (
    select leeftijdsgroep, bool_and(geleverd) as geleverd
    from groep
    group by leeftijdsgroep
),

met_groep as (
    select
        vertrek.*,
        case when leeftijd < 5 then '4' when leeftijd < 18 then '5-17' else '18-26' end as leeftijdsgroep
    from vertrek
)

select
    met_groep.schooljaar,
    met_groep.persoon,
    met_groep.gemeentecode,
    met_groep.laatste_dag,
    met_groep.bestemming,
    case
        when met_groep.bestemming is null and land.geleverd then 'verdwenen'
        when met_groep.bestemming is not null and bestemming.geleverd then 'verdwenen'
        else 'onbekend'
    end as uitkomst,
    met_groep.leeftijdsgroep,
    met_groep.leveraar,
    bron.levering_id,
    'verblijf' as tabel,
    met_groep.regel
from met_groep
inner join bron on met_groep.bron_id = bron.bron_id
inner join land on met_groep.leeftijdsgroep = land.leeftijdsgroep
left join groep as bestemming
    on met_groep.bestemming = bestemming.gemeentecode and met_groep.leeftijdsgroep = bestemming.leeftijdsgroep
