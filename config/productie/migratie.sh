#!/bin/sh
# Brings the tables of Airflow and of the warehouse up to date; runs before everything else starts.
set -eu
airflow db migrate
python -c "from rizoom.settings import Settings; from rizoom.warehouse.server import ensure_database; ensure_database(Settings.from_env())"
