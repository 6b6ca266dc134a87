{{ config(materialized='per_schooljaar') }}

-- Days without kwalificatieplicht (Leerplichtwet art. 4a lid 2): from a getuigschrift of praktijkonderwijs on, and
-- while the enrolment with the latest begindatum, running or ended, is vso towards work or day care.

{{ uitgezonderd() }}
