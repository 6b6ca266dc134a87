{{ config(materialized='incremental', incremental_strategy='append', pre_hook='{{ wis_bereik(per_persoon=true) }}',
          indexes=[{'columns': ['schooljaar', 'persoon']}]) }}

-- Whether a person is enrolled on 1 September and on 31 July.

with

bereik as (
    select * from {{ ref('int_bereik') }}
),

inschrijving as (
    {{ dit_jaar('int_inschrijving_leerplicht') }}
)

select
    inschrijving.schooljaar,
    inschrijving.persoon,
    bool_or(inschrijving.periode @> bereik.dag_1_september) as op_begin,
    bool_or(inschrijving.periode @> bereik.laatste_dag) as op_eind
from inschrijving
cross join bereik
group by inschrijving.schooljaar, inschrijving.persoon
