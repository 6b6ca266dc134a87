{{ config(materialized='table') }}

-- Time from signal to intake in % of the intakes, one decimal, adding to 100.0 by largest remainder
-- (equal remainders: the shorter time first). definities, section 5.

with

telling as (
    select * from {{ jaardeel('int_traject_telling') }}
    where schooljaar = {{ schooljaar() }} and dagen_tot_intake is not null
),

indeling as (
    select * from {{ ref('int_effect_indeling') }}
),

klassen as (
    select
        indeling.regiocode,
        indeling.tabel,
        indeling.rij,
        klasse.volgorde,
        klasse.kolom,
        count(*) filter (where klasse.telt) as aantal,
        count(*) as intakes
    from indeling
    inner join telling
        on
            indeling.persoon = telling.persoon
            and indeling.regiocode = telling.regiocode
            and indeling.trajectnummer = telling.trajectnummer
    cross join
        lateral (
            values
            (1, 'intake_lt_14_dagen_pct', telling.dagen_tot_intake < 14),
            (2, 'intake_14_28_dagen_pct', telling.dagen_tot_intake between 14 and 28),
            (3, 'intake_gt_28_dagen_pct', telling.dagen_tot_intake > 28)
        ) as klasse (volgorde, kolom, telt)
    group by indeling.regiocode, indeling.tabel, indeling.rij, klasse.volgorde, klasse.kolom
),

promille as (
    select
        *,
        1000 * aantal / intakes as heel,
        1000 * aantal % intakes as rest
    from klassen
),

verdeeld as (
    select
        *,
        row_number() over (partition by regiocode, tabel, rij order by rest desc, volgorde asc) as beurt,
        1000 - sum(heel) over (partition by regiocode, tabel, rij) as te_verdelen
    from promille
)

select
    regiocode,
    tabel,
    rij,
    kolom,
    round((heel + (beurt <= te_verdelen)::integer) / 10.0, 1) as waarde
from verdeeld
