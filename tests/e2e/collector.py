"""A collector on loopback: OTLP over HTTP (traces and metrics) and OpenLineage, kept as they came in."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from google.protobuf.message import DecodeError
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

PARSERS: dict[str, Callable[[bytes], object]] = {
    "/v1/metrics": ExportMetricsServiceRequest.FromString,
    "/v1/traces": ExportTraceServiceRequest.FromString,
    "/api/v1/lineage": json.loads,
}


@dataclass
class Collector:
    """What was received: raw bodies per path."""

    url: str
    bodies: list[tuple[str, bytes]] = field(default_factory=list)
    refused: int = 0

    def take(self, path: str, body: bytes) -> bool:
        """Keep what can be read. A process that was forked while its parent sent can spoil a message of both."""
        try:
            PARSERS[path](body)
        except (DecodeError, ValueError, KeyError):
            self.refused += 1
            return False
        self.bodies.append((path, body))
        return True

    def spans(self) -> list[Span]:
        found = []
        for _, body in self._of("/v1/traces"):
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                service = {a.key: a.value.string_value for a in resource.resource.attributes}["service.name"]
                assert service == "rizoom"
                found += [span for scope in resource.scope_spans for span in scope.spans]
        return found

    def metrics(self) -> Counter[str]:
        """Number of times that each metric was sent."""
        return Counter(
            metric.name
            for _, body in self._of("/v1/metrics")
            for resource in ExportMetricsServiceRequest.FromString(body).resource_metrics
            for scope in resource.scope_metrics
            for metric in scope.metrics
        )

    def lineage(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self._of("/api/v1/lineage")]

    def _of(self, path: str) -> list[tuple[str, bytes]]:
        return [item for item in list(self.bodies) if item[0] == path]

    def env(self, lineage_file: str) -> dict[str, str]:
        """The configuration of an Airflow that reports here, and its lineage to a file too."""
        transports = {
            "bestand": {"type": "file", "log_file_path": lineage_file, "append": True},
            "http": {"type": "http", "url": self.url, "endpoint": "api/v1/lineage"},
        }
        return {
            "AIRFLOW__METRICS__OTEL_ON": "True",
            "AIRFLOW__TRACES__OTEL_ON": "True",
            "OTEL_EXPORTER_OTLP_ENDPOINT": self.url,
            "OTEL_METRIC_EXPORT_INTERVAL": "5000",
            "AIRFLOW__OPENLINEAGE__TRANSPORT": json.dumps({"type": "composite", "transports": transports}),
        }


@contextmanager
def collecting() -> Iterator[Collector]:
    """A collector for the duration of the ``with``."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers["content-length"])
            body = self.rfile.read(size)
            if len(body) < size:
                return  # a process that ended while it sent
            if self.headers.get("content-encoding") == "gzip":
                body = gzip.decompress(body)
            self.send_response(200 if collector.take(self.path, body) else 400)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    collector = Collector(f"http://127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield collector
    finally:
        server.shutdown()
        server.server_close()
