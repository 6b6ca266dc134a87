-- Exact sums per area and class (definities, section 2, invariants): corrected and uncorrected absoluut verzuim, the
-- reasons of correction, LRV begun and new, leerplichtig and kwalificatieplichtig.

{% set sommen = [
    ['AV_POTENTIEEL', 'AV_TOTAAL', 'AV_GECORRIGEERD'],
    ['LRV_TOTAAL', 'LRV_BEGIN', 'LRV_NIEUW'],
    ['TELPLICHTIG', 'LEERPLICHTIG', 'KWALIFICATIEPLICHTIG'],
    [
        'AV_GECORRIGEERD', 'AV_GECORRIGEERD_STARTKWALIFICATIE', 'AV_GECORRIGEERD_OVERLEDEN',
        'AV_GECORRIGEERD_VERHUISD_BUITENLAND', 'AV_GECORRIGEERD_VERHUISD_GEMEENTE',
        'AV_GECORRIGEERD_NOG_OP_OUDE_SCHOOL', 'AV_GECORRIGEERD_VRIJSTELLING', 'AV_GECORRIGEERD_NBI',
        'AV_GECORRIGEERD_OVERIG'
    ],
] %}

with

telling as (
    {{ telling_naast_elkaar(sommen | sum(start=[]) | unique) }}
)

{% for som in sommen %}
    select *, '{{ som[0] }}' as fout from telling
    where {{ som[0] | lower }} <> {{ som[1:] | join(' + ') | lower }}
    {% if not loop.last %}union all{% endif %}
{% endfor %}
