{{ config(materialized='incremental', incremental_strategy='append', pre_hook='{{ wis_bereik() }}') }}

-- Which delivery a bron_id in the tables of this school year means. A correction brings lines of another delivery where
-- most say what was said before; by bron_id the rows made of those stay what they are.

select
    {{ schooljaar() }} as schooljaar,
    bron_id,
    levering_id
from {{ ref('stg_levering') }}
