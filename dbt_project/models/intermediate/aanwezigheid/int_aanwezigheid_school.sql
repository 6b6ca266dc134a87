{{ config(materialized='table') }}

-- Onderwijssoort of a pupil: of the enrolment on 1 October (later begindatum, lower brin), else of the first after it.
-- Empty when no delivery is counted anew.

select distinct on (inschrijving.persoon)
    inschrijving.persoon,
    inschrijving.onderwijssoort
from {{ jaardeel('int_inschrijving_leerplicht') }} as inschrijving
inner join {{ ref('int_bereik') }} as bereik
    on {{ overlapt('inschrijving.periode', 'bereik.sj') }} and upper(inschrijving.periode) > bereik.t0
where
    inschrijving.schooljaar = {{ schooljaar() }}
    and exists (
        select 1 from {{ ref('int_aanwezigheid_levering') }} as levering
        where levering.opnieuw
    )
order by
    inschrijving.persoon asc,
    greatest(inschrijving.begindatum, bereik.t0),
    inschrijving.begindatum desc,
    inschrijving.brin asc
