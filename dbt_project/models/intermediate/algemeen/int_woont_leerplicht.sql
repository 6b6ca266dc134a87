{{ config(materialized='incremental', incremental_strategy='append', pre_hook='{{ wis_bereik(per_persoon=true) }}',
          indexes=[{'columns': ['schooljaar', 'persoon']}]) }}

{{ woont(soorten=['leerplicht'], geleverd='gemeente.geleverd_leerplicht') }}
