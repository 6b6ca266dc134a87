{{ config(materialized='per_schooljaar') }}

-- Exemptions and replacing duty as spells, every one known in the school year.

with

vrijstelling as (
    {{ dit_jaar('int_vrijstelling') }}
)

select
    vrijstelling.schooljaar,
    vrijstelling.persoon,
    row_number() over (
        partition by vrijstelling.persoon order by vrijstelling.begindatum, vrijstelling.grond collate "C"
    )::integer as volgnummer,
    vrijstelling.grond,
    vrijstelling.begindatum,
    {{ laatste_dag('vrijstelling.periode') }} as einddatum,
    upper(vrijstelling.periode) - lower(vrijstelling.periode) as dagen,
    vrijstelling.permanent,
    vrijstelling.grond in {{ gronden_vrijgesteld() }} as heft_plicht_op
from vrijstelling
cross join {{ ref('int_bereik') }} as bereik
where not isempty(vrijstelling.periode)
