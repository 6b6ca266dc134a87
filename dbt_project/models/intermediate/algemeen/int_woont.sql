{{ config(materialized='incremental', incremental_strategy='append', pre_hook='{{ wis_bereik(per_persoon=true) }}',
          indexes=index_per_persoon()) }}

{{ woont(
    soorten=['leerplicht', 'doorstroompunt'],
    geleverd='gemeente.geleverd_leerplicht or gemeente.geleverd_doorstroompunt or gemeente.geleverd_doorstroompunt_t0'
) }}
