{# Duty per definition set and person (definities, section 1). `uitgezonderd`: model with the days that are taken out,
   in the scope that asks; `alleen`: model with the persons to compute, otherwise everybody. #}
{% macro telplicht(uitgezonderd='int_uitgezonderd', alleen=none) %}
with

bereik as (
    select * from {{ ref('int_bereik') }}
),

leeftijd as (
    select * from ({{ dit_jaar('int_plicht_leeftijd') }}) as leeftijd_van
    {%- if alleen %}
    where leeftijd_van.persoon in (select gekozen.persoon from {{ ref(alleen) }} as gekozen where gekozen.schooljaar = {{ schooljaar() }})
    {%- endif %}
),

startkwalificatie as (
    {{ dit_jaar('int_startkwalificatie') }}
),

uitgezonderd as (
    {{ dit_jaar(uitgezonderd) }}
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
where
    {{ overlapt(
        'datemultirange(plicht.leerplicht) + plicht.kwalificatieplicht', "daterange(bereik.sj_begin, bereik.horizon, '[]')"
    ) }}
{% endmacro %}

{# Days without kwalificatieplicht (Leerplichtwet art. 4a lid 2), from the enrolments of the scope that asks. #}
{% macro uitgezonderd(inschrijving='int_inschrijving_leerplicht') %}
with

kwalificatie as (
    {{ dit_jaar('int_kwalificatie') }}
),

inschrijving as (
    {{ dit_jaar(inschrijving) }}
),

vso as (
    select persoon
    from inschrijving
    where uitstroomprofiel in ('arbeid', 'dagbesteding')
),

-- of enrolments that begin on one day the lowest brin speaks
laatste as (
    select distinct on (inschrijving.persoon, inschrijving.begindatum)
        inschrijving.persoon,
        inschrijving.begindatum,
        inschrijving.onderwijssoort,
        inschrijving.uitstroomprofiel
    from inschrijving
    where inschrijving.persoon in (select vso.persoon from vso)
    order by inschrijving.persoon, inschrijving.begindatum, inschrijving.brin
),

tot_volgende as (
    select
        *,
        lead(begindatum) over (partition by persoon order by begindatum) as begin_volgende
    from laatste
),

dagen as (
    select persoon, daterange(min(datum), null) as periode
    from kwalificatie
    where soort = 'PRO_GETUIGSCHRIFT'
    group by persoon
    union all
    select persoon, daterange(begindatum, begin_volgende) as periode
    from tot_volgende
    where onderwijssoort = 'VSO' and uitstroomprofiel in ('arbeid', 'dagbesteding')
)

select
    {{ schooljaar() }} as schooljaar,
    persoon,
    range_agg(periode) as dagen
from dagen
group by persoon
{% endmacro %}
