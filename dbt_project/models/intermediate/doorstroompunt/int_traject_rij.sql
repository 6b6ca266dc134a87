{{ config(materialized='per_schooljaar') }}

-- In which row of the effectrapportage a traject of this year's delivery stands (definities, section 5).
-- A traject that began while an earlier one of the region still ran stands in none.

with

bereik as (
    select * from {{ ref('int_bereik') }}
),

traject as (
    {{ dit_jaar('int_traject') }}
),

met_eerdere as (
    select
        *,
        count(*) over eerder as eerdere,
        max(coalesce(einddatum, 'infinity')) over eerder as eerdere_tot
    from traject
    window eerder as (
        partition by persoon, regiocode
        order by datum_signaal, trajectnummer
        rows between unbounded preceding and 1 preceding
    )
),

ingedeeld as (
    select
        met_eerdere.*,
        case
            when met_eerdere.eerdere > 0 and met_eerdere.eerdere_tot >= met_eerdere.datum_signaal then null
            when
                met_eerdere.startdatum < bereik.sj_begin
                and coalesce(met_eerdere.einddatum, 'infinity') >= bereik.sj_begin
                then 'continuerend'
            when met_eerdere.eerdere = 0 then 'eerste_keer'
            else 'recidiverend'
        end as soort
    from met_eerdere
    cross join bereik
    where met_eerdere.dit_jaar
)

select
    schooljaar,
    persoon,
    regiocode,
    trajectnummer,
    soort,
    case
        when soort = 'continuerend' then soort
        when bron = 'P_LEVERING' then soort || '_p_levering'
        else soort || '_overig'
    end as rij
from ingedeeld
where soort is not null
