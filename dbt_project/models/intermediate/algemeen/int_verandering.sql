{{ config(materialized='table') }}

-- Who is to be computed anew in tables made of other tables of persons, as it becomes known: to begin with everybody
-- who is affected by more than a correction; then every table made of delivered rows adds the persons whose rows in it
-- became others (macro schrijf_personen).

select persoon from {{ ref('int_geraakt') }}
where not alleen_verbeterd
