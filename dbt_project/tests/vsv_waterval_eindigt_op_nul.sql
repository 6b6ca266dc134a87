-- After the last step nobody is left without an outcome, and before it exactly the VSV are left; where outcomes 6 and 7
-- are empty the step before VSV is empty too.

with

waterval as (
    select * from {{ ref('vsv_waterval') }}
    where schooljaar = {{ schooljaar() }}
)

select voorlaatste.*
from waterval as voorlaatste
inner join waterval as laatste
    on
        voorlaatste.regelversie = laatste.regelversie and voorlaatste.niveau = laatste.niveau
        and voorlaatste.gebied = laatste.gebied and voorlaatste.categorie = laatste.categorie
where
    voorlaatste.stap = 'D_ENTREE_WERK' and laatste.stap = 'VSV'
    and (laatste.rest <> 0 or voorlaatste.rest <> laatste.aantal)
