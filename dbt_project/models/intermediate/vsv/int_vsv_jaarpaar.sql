{{ config(materialized='table') }}

-- Every pair of this school year with another one in the warehouse under the same rule version, per area and cell
-- (categorie x age x geslacht): N and X of both, zero where the cell is empty; the total N of the area in both.

with

profiel as (
    select * from {{ ref('vsv_profiel') }}
),

ander_jaar as (
    select distinct schooljaar from profiel
    where schooljaar <> {{ schooljaar() }}
),

-- this year stands beside every other one
kant as (
    select
        ander_jaar.schooljaar as ander_jaar, profiel.regelversie, profiel.niveau, profiel.gebied,
        profiel.categorie, profiel.leeftijd, profiel.geslacht,
        profiel.n as n_dit, profiel.x as x_dit, 0 as n_ander, 0 as x_ander
    from profiel
    cross join ander_jaar
    where profiel.schooljaar = {{ schooljaar() }}
    union all
    select schooljaar, regelversie, niveau, gebied, categorie, leeftijd, geslacht, 0, 0, n, x
    from profiel
    where schooljaar <> {{ schooljaar() }}
),

-- a cell stands once in a year, so that nothing is added up; numeric, for shares are taken of it
cel as (
    select
        ander_jaar, regelversie, niveau, gebied, categorie, leeftijd, geslacht,
        max(n_dit)::numeric as n_dit, max(x_dit)::numeric as x_dit,
        max(n_ander)::numeric as n_ander, max(x_ander)::numeric as x_ander
    from kant
    group by ander_jaar, regelversie, niveau, gebied, categorie, leeftijd, geslacht
),

gebied as (
    select
        ander_jaar, regelversie, niveau, gebied,
        sum(n_dit) as totaal_n_dit, sum(n_ander) as totaal_n_ander
    from cel
    group by ander_jaar, regelversie, niveau, gebied
),

met_totaal as (
    select *, ander_jaar < {{ schooljaar() }} as is_later
    from cel
    inner join gebied using (ander_jaar, regelversie, niveau, gebied)
    where totaal_n_dit > 0 and totaal_n_ander > 0
)

select
    least(ander_jaar, {{ schooljaar() }}) as schooljaar_van,
    greatest(ander_jaar, {{ schooljaar() }}) as schooljaar_tot,
    regelversie,
    niveau,
    gebied,
    categorie,
    leeftijd,
    geslacht,
    case when is_later then totaal_n_ander else totaal_n_dit end as totaal_n_van,
    case when is_later then totaal_n_dit else totaal_n_ander end as totaal_n_tot,
    case when is_later then n_ander else n_dit end as n_van,
    case when is_later then x_ander else x_dit end as x_van,
    case when is_later then n_dit else n_ander end as n_tot,
    case when is_later then x_dit else x_ander end as x_tot
from met_totaal
