-- On every day a child lives in at most one municipality (definities, section 1).

with

woont as (
    {{ dit_jaar('int_woont_leerplicht') }}
),

volgende as (
    select *, lead(begindatum) over (partition by persoon order by begindatum) as begin_volgende
    from woont
)

select *
from volgende
where upper(periode) > begin_volgende
