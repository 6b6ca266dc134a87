{{ config(materialized='per_schooljaar') }}

{{ woont(soorten=['leerplicht'], geleverd='gemeente.geleverd_leerplicht') }}
