{{ config(materialized='per_schooljaar', post_hook="{{ noem_levering_in_kracht() }}") }}

-- Young people whom two municipalities claim for the same day, from the side of each of them: one row per own
-- spell and other municipality, with the first and last day that both claim.

with

eigen as (
    {{ dit_jaar('int_verblijf_eigen') }}
),

bron as (
    {{ bronnen() }}
)

select
    eigen.schooljaar,
    eigen.persoon,
    eigen.gemeentecode,
    ander.gemeentecode as andere_gemeente,
    min(lower(eigen.periode * ander.periode)) as eerste_dag,
    max(upper(eigen.periode * ander.periode)) - 1 as laatste_dag,
    eigen.leveraar,
    bron.levering_id,
    'verblijf' as tabel,
    eigen.regel
from eigen
inner join eigen as ander
    on
        eigen.persoon = ander.persoon
        and eigen.gemeentecode <> ander.gemeentecode
        and {{ overlapt('eigen.periode', 'ander.periode') }}
inner join bron on eigen.bron_id = bron.bron_id
group by
    eigen.schooljaar,
    eigen.persoon,
    eigen.gemeentecode,
    ander.gemeentecode,
    eigen.leveraar,
    bron.levering_id,
    eigen.regel
