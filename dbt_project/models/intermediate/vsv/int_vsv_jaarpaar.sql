{{ config(materialized='table') }}

-- Every pair of this school year with another one in the warehouse under the same rule version, per area and cell
-- (categorie x age x geslacht): N and X of both, zero where the cell is empty; the total N of the area in both.

with

profiel as (
    select * from {{ ref('vsv_profiel') }}
),

gebied as (
    select schooljaar, regelversie, niveau, gebied, sum(n) as n
    from profiel
    group by schooljaar, regelversie, niveau, gebied
),

paar as (
    select
        van.schooljaar as schooljaar_van,
        tot.schooljaar as schooljaar_tot,
        van.regelversie,
        van.niveau,
        van.gebied,
        van.n as n_van,
        tot.n as n_tot
    from gebied as van
    inner join gebied as tot
        on van.regelversie = tot.regelversie and van.niveau = tot.niveau and van.gebied = tot.gebied
    where van.schooljaar < tot.schooljaar and {{ schooljaar() }} in (van.schooljaar, tot.schooljaar)
),

lang as (
    select paar.*, profiel.categorie, profiel.leeftijd, profiel.geslacht, profiel.n, profiel.x, true as is_van
    from paar
    inner join profiel
        on
            paar.schooljaar_van = profiel.schooljaar and paar.regelversie = profiel.regelversie
            and paar.niveau = profiel.niveau and paar.gebied = profiel.gebied
    union all
    select paar.*, profiel.categorie, profiel.leeftijd, profiel.geslacht, profiel.n, profiel.x, false as is_van
    from paar
    inner join profiel
        on
            paar.schooljaar_tot = profiel.schooljaar and paar.regelversie = profiel.regelversie
            and paar.niveau = profiel.niveau and paar.gebied = profiel.gebied
)

select
    schooljaar_van,
    schooljaar_tot,
    regelversie,
    niveau,
    gebied,
    categorie,
    leeftijd,
    geslacht,
    n_van as totaal_n_van,
    n_tot as totaal_n_tot,
    coalesce(sum(n) filter (where is_van), 0) as n_van,
    coalesce(sum(x) filter (where is_van), 0) as x_van,
    coalesce(sum(n) filter (where not is_van), 0) as n_tot,
    coalesce(sum(x) filter (where not is_van), 0) as x_tot
from lang
where n_van > 0 and n_tot > 0
group by
    schooljaar_van, schooljaar_tot, regelversie, niveau, gebied, categorie, leeftijd, geslacht, n_van, n_tot
