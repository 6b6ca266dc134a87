{{ config(materialized='per_schooljaar') }}

-- Absence as spells: every report that counts (melding), and the spells that the definition set makes of
-- enrolments and reports (absoluut, lrv). Numbered per person in order of begin.

with

melding as (
    {{ dit_jaar('int_verzuimmelding') }}
),

absoluut as (
    {{ dit_jaar('int_absoluut_spell') }}
),

lrv as (
    {{ dit_jaar('int_lrv_landelijk') }}
),

spell as (
    select
        definitieset.definitieset,
        melding.persoon,
        'melding' as vorm,
        melding.periode,
        melding.soort,
        melding.uren,
        melding.geoorloofd,
        melding.zorgwekkend,
        melding.onderwijssoort,
        melding.brin,
        melding.reden_afgesloten as reden_einde
    from melding
    cross join {{ ref('int_definitieset') }} as definitieset
    where melding.status <> 'I' and not isempty(melding.periode)
    union all
    select definitieset, persoon, 'absoluut', periode, null, null, false, null, null, null, reden
    from absoluut
    union all
    select definitieset, persoon, 'lrv', periode, 'LRV', null, false, null, null, null, null
    from lrv
)

select
    {{ schooljaar() }} as schooljaar,
    spell.definitieset,
    spell.persoon,
    row_number() over (
        partition by spell.definitieset, spell.persoon
        order by lower(spell.periode), spell.vorm, upper(spell.periode), spell.soort, spell.brin, spell.uren
    )::integer as volgnummer,
    spell.vorm,
    spell.soort,
    lower(spell.periode) as begindatum,
    {{ laatste_dag('spell.periode') }} as einddatum,
    upper(spell.periode) - lower(spell.periode) as dagen,
    spell.uren,
    spell.geoorloofd,
    spell.zorgwekkend,
    spell.onderwijssoort,
    spell.brin,
    spell.reden_einde
from spell
cross join {{ ref('int_bereik') }} as bereik
