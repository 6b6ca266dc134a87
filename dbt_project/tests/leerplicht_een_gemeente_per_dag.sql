-- On every day a child lives in at most one municipality (definities, section 1).

with

volgende as (
    select *, lead(begindatum) over (partition by persoon order by begindatum) as begin_volgende
    from {{ ref('int_woont_leerplicht') }}
    where schooljaar = {{ schooljaar() }}
)

select *
from volgende
where upper(periode) > begin_volgende
