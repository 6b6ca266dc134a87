{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='schooljaar',
          pre_hook='{{ wis_bereik() if is_volledig() }}') }}

-- Persons per area by state on 1 September and on 31 July.

{{ tel_cellen('int_stroom_persoon') }}
