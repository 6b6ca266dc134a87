{{ config(materialized='incremental', incremental_strategy='per_persoon', indexes=index_per_persoon()) }}

-- Days without kwalificatieplicht as known from both kinds of delivery (definities, section 1).

{{ uitgezonderd('int_inschrijving') }}
