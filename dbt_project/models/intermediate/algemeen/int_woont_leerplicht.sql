{{ config(materialized='incremental', incremental_strategy='per_persoon', indexes=index_per_persoon()) }}

{{ woont(soorten=['leerplicht'], geleverd='gemeente.geleverd_leerplicht') }}
