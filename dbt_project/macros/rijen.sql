{# Rows of one table with the national identity, each natural key once, with its days as a range:
   one macro per table, so that the leerplicht scope and the scope of both kinds share the code. #}

{# Days of a stored period, cut at the horizon of its delivery; empty when it begins after the horizon. #}
{% macro periode_tot_horizon(begin, einde, horizon) -%}
    {{ periode(begin, 'least(coalesce(' ~ einde ~ ', ' ~ horizon ~ '), ' ~ horizon ~ ')') }}
{%- endmacro %}

{% macro inschrijvingen(soorten=['leerplicht', 'doorstroompunt']) %}
with

rij as (
    {{ met_persoon('stg_inschrijving', soorten=soorten) }}
),

versie as (
    {{ laatste_versie('rij', ['persoon', 'brin', 'begindatum']) }}
)

select
    schooljaar,
    persoon,
    brin,
    schoolsoort,
    onderwijssoort,
    uitstroomprofiel,
    vo_niveau,
    mbo_niveau,
    leerweg,
    leerjaar,
    begindatum,
    einddatum,
    reden_einde,
    {{ periode_tot_horizon('begindatum', 'einddatum', 'horizon') }} as periode,
    leveraar,
    bron_id,
    regel
from versie
{% endmacro %}

{% macro vrijstellingen(soorten=['leerplicht', 'doorstroompunt']) %}
with

rij as (
    {{ met_persoon('stg_vrijstelling', soorten=soorten) }}
),

versie as (
    {{ laatste_versie('rij', ['persoon', 'grond', 'begindatum']) }}
)

select
    schooljaar,
    persoon,
    grond,
    begindatum,
    einddatum,
    afgegeven_door,
    permanent,
    {{ periode_tot_horizon('begindatum', 'einddatum', 'horizon') }} as periode,
    leveraar,
    bron_id,
    regel
from versie
{% endmacro %}

{# A report is one row per meldingsnummer: first the version of the municipality where the child lived on its
   begindatum, then the latest. `woont` is the residence model of the same scope. #}
{% macro verzuimmeldingen(soorten=['leerplicht', 'doorstroompunt'], woont='int_woont') %}
with

rij as (
    {{ met_persoon('stg_verzuimmelding', soorten=soorten) }}
),

woont as (
    {{ dit_jaar(woont) }}
),

met_woonplaats as (
    select
        rij.*,
        coalesce(woont.gemeentecode = rij.leveraar, false) as van_woongemeente
    from rij
    left join woont on rij.persoon = woont.persoon and {{ bevat('woont.periode', 'rij.begindatum') }}
),

versie as (
    {{ laatste_versie('met_woonplaats', ['meldingsnummer'], eerst='van_woongemeente desc') }}
)

select
    schooljaar,
    persoon,
    meldingsnummer,
    brin,
    onderwijssoort,
    soort,
    begindatum,
    einddatum,
    {{ periode_tot_horizon('begindatum', 'einddatum', 'horizon') }} as periode,
    uren,
    geoorloofd,
    zorgwekkend,
    status,
    reden_afgesloten,
    datum_ontvangst,
    leveraar,
    bron_id,
    regel
from versie
{% endmacro %}
