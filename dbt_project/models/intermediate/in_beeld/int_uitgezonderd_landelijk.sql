{{ config(materialized='per_schooljaar') }}

-- Days without kwalificatieplicht as known from both kinds of delivery (definities, section 1).

{{ uitgezonderd('int_inschrijving') }}
