"""Running Rizoom on one machine: Airflow as child processes, `rizoom up`, `rizoom demo`."""
