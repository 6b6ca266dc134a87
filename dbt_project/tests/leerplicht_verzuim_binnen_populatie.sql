-- Nobody is absoluut absent in a municipality without duty and residence there: AV_POTENTIEEL <= TELPLICHTIG_JAAR, per
-- municipality only and over all classes (the two take their class from different days; definities, section 2).

with

telling as (
    {{ telling_naast_elkaar(['AV_POTENTIEEL', 'TELPLICHTIG_JAAR', 'TELPLICHTIG']) }}
)

select *
from telling
where
    niveau = 'gemeente'
    and onderwijssoort_klasse = 'TOTAAL'
    and (av_potentieel > telplichtig_jaar or telplichtig > telplichtig_jaar)
