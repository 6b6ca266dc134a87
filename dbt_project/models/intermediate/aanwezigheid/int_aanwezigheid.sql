{{ config(materialized='incremental', incremental_strategy='append',
          pre_hook=['{{ bereid_aanwezigheid_voor() }}', '{{ wis_aanwezigheid() }}'],
          indexes=[{'columns': ['schooljaar', 'gemeentecode']}]) }}

-- Attendance per municipality and period, counted delivery by delivery so that memory stays small however large the
-- country is. A week counts where the pupil lives on its Monday. Pupils who moved stay apart (persoon filled), because
-- an area counts them once; 'laatste_weken' has the pupils with much authorised absence (signal ziekteverzuim).

with

levering as (
    select * from {{ ref('int_aanwezigheid_levering') }}
    where opnieuw
),

leerling as (
    select * from {{ ref('int_aanwezigheid_leerling') }}
)

select
    {{ schooljaar() }} as schooljaar,
    levering.gemeentecode,
    telling.*,
    levering.levering_id
from levering
cross join lateral (
    with

    leerling_week as (
        select
            leerling.persoon, leerling.leeftijd, leerling.onderwijssoort, leerling.verhuisd, rij.week_begin as begin,
            {{ som_uren() }}
        from {{ ref('stg_aanwezigheid') }} as rij
        inner join leerling
            on
                levering.levering_id = leerling.levering_id
                and rij.pseudoniem = leerling.pseudoniem
                and leerling.dagen @> rij.week_begin
        where rij.levering_id = levering.levering_id and rij.schooljaar = {{ schooljaar() }}
        group by leerling.persoon, leerling.leeftijd, leerling.onderwijssoort, leerling.verhuisd, rij.week_begin
    ),

    leerling_maand as (
        select persoon, leeftijd, onderwijssoort, verhuisd, date_trunc('month', begin)::date as begin, {{ som_uren() }}
        from leerling_week
        group by persoon, leeftijd, onderwijssoort, verhuisd, date_trunc('month', begin)
    ),

    leerling_jaar as (
        select persoon, leeftijd, onderwijssoort, verhuisd, {{ som_uren() }}
        from leerling_maand
        group by persoon, leeftijd, onderwijssoort, verhuisd
    ),

    {{ aanwezigheid_laatste_weken('leerling_week') }}

    {{ aanwezigheid_tel('leerling_week', 'week') }}
    union all
    {{ aanwezigheid_tel('leerling_maand', 'maand') }}
    union all
    {{ aanwezigheid_tel('leerling_jaar', 'schooljaar') }}
    union all
    select * from laatste_weken
) as telling
