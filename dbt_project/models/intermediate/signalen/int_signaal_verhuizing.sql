{{ config(materialized='table') }}

-- verhuizing: a residence spell that began in the school year, later than at birth and not in the municipality of the
-- spell before it, tested some weeks after the move.

with

bereik as (
    select * from {{ ref('int_bereik') }}
),

regel as (
    select * from {{ ref('signaalregel') }}
    where signaal = 'verhuizing'
),

persoon as (
    {{ dit_jaar('int_persoon') }}
),

woont as (
    {{ dit_jaar('int_woont') }}
),

met_vorige as (
    select
        *,
        lag(gemeentecode) over (partition by persoon order by begindatum) as vorige_gemeente
    from woont
)

select
    null::text as definitieset,
    regel.signaal,
    met_vorige.persoon,
    met_vorige.begindatum as datum,
    met_vorige.begindatum + regel.wacht_dagen as toetsdag,
    met_vorige.begindatum + regel.venster_dagen as geldig_tot,
    null::numeric as waarde,
    met_vorige.leveraar,
    met_vorige.bron_id,
    'verblijf' as tabel,
    met_vorige.regel
from met_vorige
inner join bereik on {{ bevat('bereik.sj', 'met_vorige.begindatum') }}
inner join persoon on met_vorige.persoon = persoon.persoon and met_vorige.begindatum > persoon.geboortedatum
cross join regel
where
    met_vorige.gemeentecode <> 'BUITENLAND'
    and met_vorige.vorige_gemeente is distinct from met_vorige.gemeentecode
