{{ config(materialized='table', indexes=[{'columns': ['persoon'], 'unique': true}]) }}

-- Persons that a partial build must compute anew. Empty when the whole school year is built.

select distinct persoon from {{ source('register', 'opbouw_geraakt') }}
