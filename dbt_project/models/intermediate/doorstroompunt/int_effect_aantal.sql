{{ config(materialized='table') }}

-- The counts of the effectrapportage per region, table, row and column.

with

telling as (
    select * from {{ jaardeel('int_traject_telling') }}
    where schooljaar = {{ schooljaar() }}
),

indeling as (
    select * from {{ ref('int_effect_indeling') }}
),

rijen as (
    select
        indeling.tabel,
        indeling.rij as tabelrij,
        telling.*
    from indeling
    inner join telling
        on
            indeling.persoon = telling.persoon
            and indeling.regiocode = telling.regiocode
            and indeling.trajectnummer = telling.trajectnummer
),

kolommen as (
    select rijen.regiocode, rijen.tabel, rijen.tabelrij, kolom.kolom, kolom.waarde
    from rijen
    cross join lateral (
        values
        ('benaderd', rijen.benaderd),
        ('ingeschreven', rijen.ingeschreven),
        ('intake', (rijen.dagen_tot_intake is not null)::integer),
        ('gesprekken', rijen.gesprekken),
        ('gestart', rijen.gestart),
        ('beeindigd', rijen.beeindigd),
        ('duur_lt_1_maand', (upper(rijen.duur) < lower(rijen.duur) + interval '1 month')::integer),
        (
            'duur_1_6_maanden',
            (
                upper(rijen.duur)
                between lower(rijen.duur) + interval '1 month' and lower(rijen.duur) + interval '6 months'
            )::integer
        ),
        ('duur_gt_6_maanden', (upper(rijen.duur) > lower(rijen.duur) + interval '6 months')::integer),
        ('bestemming_' || rijen.bestemming, 1)
    ) as kolom (kolom, waarde)
)

select
    regiocode,
    tabel,
    tabelrij as rij,
    kolom,
    sum(waarde) as waarde
from kolommen
where kolom is not null
group by regiocode, tabel, tabelrij, kolom
having sum(waarde) > 0
