{{ config(materialized='incremental', incremental_strategy='append', pre_hook='{{ wis_bereik() }}') }}

-- Areas with their municipalities, kept for every school year.

select
    {{ schooljaar() }} as schooljaar,
    niveau,
    gebied,
    gemeentecode
from {{ ref('int_gebied') }}
