"""Read by every Airflow process at its start (this folder is on its path).

The scheduler loads the heavy libraries once. The processes that run tasks are forks of it, so a task that
imports Great Expectations (5 s), dbt (3 s) or pandas (1 s) then gets them for nothing. The other
processes never need them.
"""

import logging
import sys

PRELOADED = (
    "pandas",
    "pyarrow",
    "cryptography.hazmat.primitives.ciphers.aead",
    "dbt.cli.main",
    "dbt.adapters.postgres",
    "great_expectations",
)


def preload() -> None:
    """Import the libraries that tasks use; one that is missing is the task's problem, not the scheduler's."""
    import importlib

    logging.getLogger("great_expectations").setLevel(logging.WARNING)
    for name in PRELOADED:
        try:
            importlib.import_module(name)
        except ImportError:
            logging.getLogger(__name__).warning("%s could not be imported beforehand", name, exc_info=True)


if "scheduler" in sys.argv:
    preload()

__all__: list[str] = []
