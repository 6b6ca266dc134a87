"""A form with a file, read as a stream: the file never lies unencrypted on disk or whole in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from email.message import Message

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from rizoom.portal.faults import Fault

FIELD_BYTES = 4096


@dataclass(frozen=True)
class Field:
    """A plain field of the form."""

    naam: str
    waarde: str


@dataclass(frozen=True)
class FilePart:
    """A piece of the file; the first one of a file has no data."""

    naam: str
    bestandsnaam: str
    data: bytes


@dataclass
class _Parts:
    """Turns the parser's callbacks into fields and pieces."""

    ready: list[Field | FilePart] = field(default_factory=list)
    header: bytes = b""
    value: bytes = b""
    headers: Message = field(default_factory=Message)
    naam: str = ""
    bestandsnaam: str | None = None
    content: bytes = b""

    def on_part_begin(self) -> None:
        self.headers, self.content, self.bestandsnaam, self.naam = Message(), b"", None, ""

    def on_header_field(self, data: bytes, start: int, end: int) -> None:
        self.header += data[start:end]

    def on_header_value(self, data: bytes, start: int, end: int) -> None:
        self.value += data[start:end]

    def on_header_end(self) -> None:
        if self.header.lower() == b"content-disposition":
            _, options = parse_options_header(self.value)
            self.naam = options.get(b"name", b"").decode("utf-8", "replace")
            if b"filename" in options:
                self.bestandsnaam = options[b"filename"].decode("utf-8", "replace")
        self.header = self.value = b""

    def on_headers_finished(self) -> None:
        if self.bestandsnaam is not None:
            self.ready.append(FilePart(self.naam, self.bestandsnaam, b""))

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        if self.bestandsnaam is not None:
            self.ready.append(FilePart(self.naam, self.bestandsnaam, data[start:end]))
            return
        self.content += data[start:end]
        if len(self.content) > FIELD_BYTES:
            raise Fault(413, "Een veld van het formulier is te lang.")

    def on_part_end(self) -> None:
        if self.bestandsnaam is None:
            self.ready.append(Field(self.naam, self.content.decode("utf-8", "replace")))


async def read_form(request: Request) -> AsyncIterator[Field | FilePart]:
    """Fields and pieces of files in the order in which they come. Raises a 4xx fault on a broken form."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not boundary or len(boundary) > 200:
        raise Fault(415, "Gebruik het formulier om een bestand te sturen.")
    parts = _Parts()
    names = (
        "part_begin",
        "header_field",
        "header_value",
        "header_end",
        "headers_finished",
        "part_data",
        "part_end",
    )
    callbacks = {f"on_{name}": getattr(parts, f"on_{name}") for name in names}
    parser = MultipartParser(boundary, callbacks)  # type: ignore[arg-type]
    try:
        async for chunk in request.stream():
            parser.write(chunk)
            ready, parts.ready = parts.ready, []
            for part in ready:
                yield part
        parser.finalize()
    except FormParserError:
        raise Fault(400, "Het formulier kwam niet heel aan. Probeer het opnieuw.") from None
