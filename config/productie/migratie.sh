#!/bin/sh
# Brings the tables of Airflow and of the warehouse up to date, and the pools; runs before everything else starts.
set -eu
airflow db migrate
airflow pools import "$(dirname "$0")/../pools.json"
python -c "from rizoom.settings import Settings; from rizoom.warehouse.server import ensure_database; ensure_database(Settings.from_env())"
