{{ config(materialized='per_schooljaar') }}

{{ woont(
    soorten=['leerplicht', 'doorstroompunt'],
    geleverd='gemeente.geleverd_leerplicht or gemeente.geleverd_doorstroompunt or gemeente.geleverd_doorstroompunt_t0'
) }}
