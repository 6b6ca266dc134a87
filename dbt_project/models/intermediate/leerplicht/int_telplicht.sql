{{ config(materialized='incremental', incremental_strategy='append', pre_hook='{{ wis_bereik(per_persoon=true) }}',
          indexes=[{'columns': ['schooljaar', 'persoon']}]) }}

-- Who must go to school on which days, per definition set (definities, section 1): persons whose duty touches
-- the school year or the days up to the horizon.

with

bereik as (
    select * from {{ ref('int_bereik') }}
),

leeftijd as (
    {{ dit_jaar('int_plicht_leeftijd') }}
),

startkwalificatie as (
    {{ dit_jaar('int_startkwalificatie') }}
),

uitgezonderd as (
    {{ dit_jaar('int_uitgezonderd') }}
),

in_leven as (
    select
        leeftijd.schooljaar,
        leeftijd.definitieset,
        leeftijd.persoon,
        leeftijd.leerplicht * leeftijd.leven as leerplicht,
        daterange(
            leeftijd.leerplicht_tot,
            greatest(leeftijd.leerplicht_tot, least(leeftijd.achttien, startkwalificatie.datum))
        ) * leeftijd.leven as kwalificatieplicht,
        uitgezonderd.dagen as uitgezonderd
    from leeftijd
    left join startkwalificatie on leeftijd.persoon = startkwalificatie.persoon
    left join uitgezonderd on leeftijd.persoon = uitgezonderd.persoon
),

plicht as (
    select
        schooljaar,
        definitieset,
        persoon,
        leerplicht,
        case
            when uitgezonderd is null then datemultirange(kwalificatieplicht)
            else datemultirange(kwalificatieplicht) - uitgezonderd
        end as kwalificatieplicht
    from in_leven
)

select
    plicht.*,
    datemultirange(plicht.leerplicht) + plicht.kwalificatieplicht as telplicht
from plicht
cross join bereik
where datemultirange(plicht.leerplicht) + plicht.kwalificatieplicht && daterange(bereik.sj_begin, bereik.horizon, '[]')
