"""Data Docs: a static site of the checks of one run window, for the people who run the warehouse.

It says which check passed over all deliveries of the window, and never a value: the results are asked for
with BOOLEAN_ONLY, so there are none in them. Importing this module imports Great Expectations.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from great_expectations.core.expectation_validation_result import ExpectationSuiteValidationResult
from great_expectations.core.run_identifier import RunIdentifier
from great_expectations.data_context.types.resource_identifiers import (
    ExpectationSuiteIdentifier,
    ValidationResultIdentifier,
)

SITE = "rizoom"
KEEP = 30  # run windows, by name of their folder; a site takes some megabytes
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


class ValueInDocsError(RuntimeError):
    """A result holds values of rows: nothing is written."""


def write_docs(context: Any, results: Mapping[str, ExpectationSuiteValidationResult], folder: Path) -> None:
    """Write the site into ``folder`` (``index.html``); what is there of an earlier build is overwritten.

    ``context`` must know the suites. Raises :class:`ValueInDocsError` when a result is more than a yes or no.
    """
    run = RunIdentifier(run_name=folder.name, run_time=datetime.now(UTC))
    for name, result in results.items():
        if any(each.result for each in result.results) or _UUID.search(str(result)):
            raise ValueInDocsError(f"the results of {name} hold values")
        key = ValidationResultIdentifier(
            expectation_suite_identifier=ExpectationSuiteIdentifier(name=name),
            run_id=run,
            batch_identifier=name,
        )
        context.validation_results_store.set(key, result)
    context.add_data_docs_site(
        SITE,
        {
            "class_name": "SiteBuilder",
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
            "store_backend": {
                "class_name": "TupleFilesystemStoreBackend",
                "base_directory": str(folder.resolve()),
            },
        },
    )
    context.build_data_docs(site_names=[SITE])
    for old in sorted(path.parent for path in folder.parent.glob("*/index.html"))[:-KEEP]:
        shutil.rmtree(old)
