{# State of a person in an area on a day, the first that applies (definities, section 2, flows). Residence outside
   the school year does not count. #}
{% macro stand_op(dag, stand, ingeschreven) -%}
    case
        when verblijf.datum_overlijden <= {{ dag }} then 'overleden'
        when lower(verblijf.verblijf) > {{ dag }} then 'elders'
        when not verblijf.verblijf @> {{ dag }} then 'vertrokken'
        when {{ stand }} is not null then {{ stand }}
        when {{ ingeschreven }} then 'ingeschreven'
        else 'buiten_plicht'
    end
{%- endmacro %}

{# Persons per area, begin state and end state, of a CTE with persoon, datum_overlijden, niveau, gebied, verblijf. #}
{% macro stromen_van(cte) -%}
    select
        definitieset.definitieset,
        verblijf.niveau,
        verblijf.gebied,
        {{ stand_op('bereik.dag_1_september', 'stand.stand_begin', 'ingeschreven.op_begin') }} as van,
        {{ stand_op('bereik.laatste_dag', 'stand.stand_eind', 'ingeschreven.op_eind') }} as naar,
        count(*) as personen
    from {{ cte }} as verblijf
    cross join {{ ref('int_bereik') }} as bereik
    cross join {{ ref('int_definitieset') }} as definitieset
    left join {{ ref('int_stand') }} as stand
        on
            verblijf.persoon = stand.persoon
            and definitieset.definitieset = stand.definitieset
            and stand.schooljaar = {{ schooljaar() }}
    left join {{ ref('int_ingeschreven') }} as ingeschreven
        on verblijf.persoon = ingeschreven.persoon and ingeschreven.schooljaar = {{ schooljaar() }}
    group by 1, 2, 3, 4, 5
{%- endmacro %}
