"""PDFs to be sent."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from os import PathLike, fspath
from pathlib import Path
from typing import TypeAlias

from .generated.models import DocumentRequest


@dataclass(frozen=True)
class File:
    """A PDF in memory."""

    name: str
    """Its name; `.pdf` at its end is left out by the service."""
    data: bytes = field(repr=False)


FileLike: TypeAlias = str | PathLike[str] | File
"""A path, or a file in memory."""


def read(files: FileLike | Iterable[FileLike]) -> list[File]:
    """Reads one or several."""
    listed = [files] if isinstance(files, str | PathLike | File) else list(files)
    if not listed:
        raise ValueError("there is no file to send")
    return [file if isinstance(file, File) else _at(Path(fspath(file))) for file in listed]


def _at(path: Path) -> File:
    return File(name=path.name, data=path.read_bytes())


def declared(files: Iterable[File]) -> list[DocumentRequest]:
    """As a new envelope declares them."""
    return [DocumentRequest(name=file.name, size=len(file.data), sha256=sha256(file.data)) for file in files]


def sha256(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def title_of(files: Iterable[File]) -> str:
    """The title where none is said: the name of the first file without `.pdf`."""
    name = next(iter(files)).name
    return name[:-4] if name.lower().endswith(".pdf") and len(name) > len(".pdf") else name


def file_name(document_name: str) -> str:
    """What a signed document is called in a folder. A name cannot lead out of the folder."""
    safe = "".join(
        "_" if character in '/\\:*?"<>|' or ord(character) < 32 else character for character in document_name
    )
    return f"{safe.strip('. ') or 'document'}.pdf"
