{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='schooljaar',
          pre_hook='{{ wis_bereik() if is_volledig() }}') }}

-- Young people per municipality, age group and status on both reference dates.

{{ tel_cellen('jongere_in_beeld') }}
