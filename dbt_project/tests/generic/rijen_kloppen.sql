{# What every row of a table must meet, one line per rule that is broken:
   sleutel, ook_uniek  columns whose combination stands there once; empty counts as a value
   gevuld              columns that are never empty
   waarden             column → the only values it may hold beside empty
   verwijst            columns whose values, where filled, stand in a column of another table
   One test per table: each dbt test costs a connection and a tenth of a second, and a test per column and rule
   would be minutes over the whole project. #}
{% test rijen_kloppen(model, sleutel=[], ook_uniek=[], gevuld=[], waarden={}, verwijst=[]) %}

{%- set regels = [] -%}
{%- for kolom in gevuld -%}
    {%- do regels.append([kolom ~ ' is leeg', kolom ~ ' is null']) -%}
{%- endfor -%}
{%- for kolom, toegestaan in waarden.items() -%}
    {%- set lijst = [] -%}
    {%- for waarde in toegestaan -%}
        {%- do lijst.append(waarde if waarde is number else "'" ~ waarde ~ "'") -%}
    {%- endfor -%}
    {%- do regels.append([kolom ~ ' heeft een andere waarde', kolom ~ ' not in (' ~ lijst | join(', ') ~ ')']) -%}
{%- endfor -%}
{%- set delen = [] -%}
{%- if regels -%}
    {%- set tellingen -%}
        select t.regel, t.aantal
        from (
            select
                {% for _, voorwaarde in regels -%}
                    count(*) filter (where {{ voorwaarde }}) as r{{ loop.index }}{{ ',' if not loop.last }}
                {% endfor %}
            from {{ model }}
        ) as x
        cross join lateral (values
            {% for regel, _ in regels -%}
                ({{ loop.index }}, '{{ regel }}', x.r{{ loop.index }}){{ ',' if not loop.last }}
            {% endfor %}
        ) as t (nummer, regel, aantal)
        where t.aantal > 0
    {%- endset -%}
    {%- do delen.append(tellingen) -%}
{%- endif -%}
{%- for kolommen in ([sleutel] if sleutel else []) + ook_uniek -%}
    {%- set dubbel -%}
        select '{{ kolommen | join(', ') }} staat er vaker' as regel, count(*) as aantal
        from (
            select 1 from {{ model }}
            group by {{ kolommen | join(', ') }}
            having count(*) > 1
        ) as dubbel
        having count(*) > 0
    {%- endset -%}
    {%- do delen.append(dubbel) -%}
{%- endfor -%}
{%- for verwijzing in verwijst -%}
    {%- set wees -%}
        select '{{ verwijzing.kolom }} staat niet in {{ verwijzing.veld }}' as regel, count(*) as aantal
        from {{ model }} as van
        where
            van.{{ verwijzing.kolom }} is not null
            and not exists (
                select 1 from {{ verwijzing.naar }} as naar
                where naar.{{ verwijzing.veld }} = van.{{ verwijzing.kolom }}
            )
        having count(*) > 0
    {%- endset -%}
    {%- do delen.append(wees) -%}
{%- endfor %}
{{ delen | join('\nunion all\n') }}

{% endtest %}
