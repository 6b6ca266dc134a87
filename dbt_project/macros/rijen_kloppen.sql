{# The parts of generic test rijen_kloppen: each gives (regel, aantal) for every rule that rows break. #}

{% macro rijen_gebroken(model, sleutel, gevuld, waarden, verwijst) -%}
    {%- set delen = [] -%}
    {%- set rijen = geschreven_rijen(model) if 'persoon' in gevuld + sleutel else model -%}
    {%- set unieke = rijen if 'persoon' in sleutel else model -%}
    {#- read once for all parts: rows that must be looked up, or that a view makes -#}
    {%- if rijen != model or is_view(model) -%}
    with geschreven as materialized (select * from {{ rijen }})
    {%- set unieke = 'geschreven' if unieke == rijen else unieke -%}
    {%- set rijen = 'geschreven' -%}
    {%- endif -%}
    {%- if gevuld or waarden -%}
        {%- do delen.append(regels_gebroken(rijen, gevuld, waarden)) -%}
    {%- endif -%}
    {%- if sleutel -%}
        {%- do delen.append(sleutel_gebroken(unieke, sleutel)) -%}
    {%- endif -%}
    {%- for deel in verwijst -%}
        {%- do delen.append(verwijzing_gebroken(rijen, deel.kolom, deel.naar, deel.veld)) -%}
    {%- endfor -%}
    {{ delen | join('\nunion all\n') }}
{%- endmacro %}

{% macro regels_gebroken(model, gevuld, waarden) -%}
    {%- set regels = [] -%}
    {%- for kolom in gevuld -%}
        {%- do regels.append([kolom ~ ' is leeg', kolom ~ ' is null']) -%}
    {%- endfor -%}
    {%- for kolom, toegestaan in waarden.items() -%}
        {%- set lijst = "'" ~ opsomming(toegestaan) | join("', '") ~ "'" -%}
        {%- do regels.append([kolom ~ ' heeft een andere waarde', kolom ~ ' not in (' ~ lijst ~ ')']) -%}
    {%- endfor %}
    select regels.regel, regels.aantal
    from (
        select
            {% for _, voorwaarde in regels -%}
                count(*) filter (where {{ voorwaarde }}) as r{{ loop.index }}{{ ',' if not loop.last }}
            {% endfor %}
        from {{ model }}
    ) as geteld
    cross join lateral (
        values
        {% for regel, _ in regels -%}
            ('{{ regel }}', geteld.r{{ loop.index }}){{ ',' if not loop.last }}
        {% endfor %}
    ) as regels (regel, aantal)
    where regels.aantal > 0
{%- endmacro %}

{% macro sleutel_gebroken(model, kolommen) -%}
    select '{{ kolommen | join(', ') }} staat er vaker' as regel, count(*) as aantal
    from (
        select 1 from {{ model }}
        group by {{ kolommen | join(', ') }}
        having count(*) > 1
    ) as dubbel
    having count(*) > 0
{%- endmacro %}

{% macro verwijzing_gebroken(model, kolom, naar, veld) -%}
    select '{{ kolom }} staat niet in de tabel waar hij naar verwijst' as regel, count(*) as aantal
    from (select {{ kolom }} from {{ model }}) as van
    where
        van.{{ kolom }} is not null
        and not exists (select 1 from {{ naar }} as naar where naar.{{ veld }} = van.{{ kolom }})
    having count(*) > 0
{%- endmacro %}

{# The parts of `a, b, c` as a test's arguments are written: dbt renders every string of them by itself, and a list of
   twenty columns would cost each test twenty times as much as one string. What looks like numbers comes as numbers. #}
{% macro opsomming(tekst) -%}
    {{ return(tekst.split(', ') if tekst is string else (tekst if tekst is sequence else [tekst])) }}
{%- endmacro %}
