{{ config(materialized='table', indexes=[{'columns': ['persoon'], 'unique': true}]) }}

-- Of the affected persons those that tables made of other tables of persons must compute anew (macro is_afgeleid). To
-- begin with everybody who is affected by more than a correction; then every table made of delivered rows adds the
-- persons whose rows in it became others (macro schrijf_personen). Most of what a correction says was said before.

select persoon from {{ ref('int_geraakt') }}
where not alleen_verbeterd
order by persoon
