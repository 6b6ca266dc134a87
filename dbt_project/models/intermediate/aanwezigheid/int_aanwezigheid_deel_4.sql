{{ config(materialized='incremental', incremental_strategy='append', pre_hook='{{ wis_aanwezigheid() }}',
          indexes=[{'columns': ['schooljaar', 'gemeentecode']}]) }}

{{ aanwezigheid_deel(4) }}
