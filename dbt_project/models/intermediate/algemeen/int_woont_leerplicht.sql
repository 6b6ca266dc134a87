{{ config(materialized='incremental', incremental_strategy='per_persoon', indexes=blokken_per_schooljaar()) }}

{{ woont(soorten=['leerplicht'], geleverd='gemeente.geleverd_leerplicht') }}
