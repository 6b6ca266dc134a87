-- A wider definition of thuiszitter never holds fewer children, and distinct persons are never more than the sum
-- (definities, section 2).

with

naast as (
    select
        definitieset,
        niveau,
        gebied,
        max(personen) filter (where code = 'T_2015') as t_2015,
        max(personen) filter (where code = 'T_PACT') as t_pact,
        max(personen) filter (where code = 'T_2016') as t_2016,
        max(personen) filter (where code = 'T_BREED') as t_breed,
        max(personen) filter (where code = 'T_BEELD') as t_beeld,
        bool_or(personen > som) as meer_dan_som
    from {{ ref('thuiszitters') }}
    where schooljaar = {{ schooljaar() }}
    group by definitieset, niveau, gebied
)

select *
from naast
where t_2015 > t_2016 or t_pact > t_2016 or t_2016 > t_breed or t_breed > t_beeld or meer_dan_som
