{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='schooljaar',
          pre_hook='{{ wis_bereik() if is_volledig() }}') }}

-- Persons of duty per municipality, how they count, class, age and geslacht.

{{ tel_cellen('int_telplichtig') }}
