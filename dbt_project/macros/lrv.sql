{# Spells of long absence per definition set and person (definities, section 2): reports with a few days between
   them joined, cut to the days of duty, without the days of exemption, longer than lrv_weken.
   soort 'lrv': unauthorised LRV reports; 'zorgwekkend': authorised, worrying absence of any kind (T_BEELD).
   `meldingen`, `vrijstellingen` and `telplicht` are the models of the scope that asks. #}
{% macro verzuimspells(meldingen, vrijstellingen, soort='lrv', telplicht='int_telplicht') %}
with

definitieset as (
    select * from {{ ref('int_definitieset') }}
),

telplicht as (
    {{ dit_jaar(telplicht) }}
),

melding as (
    {{ dit_jaar(meldingen) }}
),

vrijstelling as (
    {{ dit_jaar(vrijstellingen) }}
),

-- each report a few days longer, so that what lies within lrv_overbrug_dagen touches
verlengd as (
    select
        definitieset.definitieset,
        definitieset.lrv_overbrug_dagen,
        definitieset.lrv_weken,
        melding.persoon,
        range_agg(daterange(lower(melding.periode), upper(melding.periode) + definitieset.lrv_overbrug_dagen)) as periodes
    from melding
    cross join definitieset
    where
        melding.status <> 'I'
        and not isempty(melding.periode)
        {%- if soort == 'lrv' %}
        and melding.soort = 'LRV'
        and (not melding.geoorloofd or not definitieset.onderscheid_geoorloofd)
        {%- else %}
        and melding.geoorloofd
        and melding.zorgwekkend
        {%- endif %}
    group by definitieset.definitieset, definitieset.lrv_overbrug_dagen, definitieset.lrv_weken, melding.persoon
),

aaneen as (
    select
        verlengd.definitieset,
        verlengd.persoon,
        verlengd.lrv_weken,
        range_agg(daterange(lower(deel.periode), upper(deel.periode) - verlengd.lrv_overbrug_dagen)) as periodes
    from verlengd
    cross join lateral unnest(verlengd.periodes) as deel (periode)
    group by verlengd.definitieset, verlengd.persoon, verlengd.lrv_weken
),

vrijgesteld as (
    select vrijstelling.persoon, range_agg(vrijstelling.periode) as periodes
    from vrijstelling
    where
        vrijstelling.grond in {{ gronden_vrijgesteld() }}
        and vrijstelling.persoon in (select aaneen.persoon from aaneen)
    group by vrijstelling.persoon
),

in_plicht as (
    select
        aaneen.definitieset,
        aaneen.persoon,
        aaneen.lrv_weken,
        aaneen.periodes * telplicht.telplicht - coalesce(vrijgesteld.periodes, '{}') as periodes
    from aaneen
    inner join telplicht on aaneen.definitieset = telplicht.definitieset and aaneen.persoon = telplicht.persoon
    left join vrijgesteld on aaneen.persoon = vrijgesteld.persoon
)

select
    {{ schooljaar() }} as schooljaar,
    in_plicht.definitieset,
    in_plicht.persoon,
    deel.periode
from in_plicht
cross join lateral unnest(in_plicht.periodes) as deel (periode)
where upper(deel.periode) > lower(deel.periode) + 7 * in_plicht.lrv_weken
{% endmacro %}
