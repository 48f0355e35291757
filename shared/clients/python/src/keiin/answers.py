"""What was answered, and which version of it."""

from __future__ import annotations

from typing import Any, Protocol, TypeVar

from .generated.types import Response
from .problems import KeiinError

T = TypeVar("T")


class Identified(Protocol):
    """What the API knows by an `id`."""

    id: str


class Versioned(Protocol):
    """What the API tells the version of."""

    version: int


def told(response: Response[T]) -> T:
    """The answer, which its document has."""
    if response.parsed is None:
        raise KeiinError(f"the service answered {response.status_code}, which its document does not have")
    return response.parsed


def id_of(thing: Identified | str) -> str:
    """The `id` of what may be named by it."""
    return thing if isinstance(thing, str) else thing.id


def tag_of(thing: Versioned) -> str:
    """The ETag of what says its version itself."""
    return f'"{thing.version}"'


def tag(response: Response[Any]) -> str:
    """The ETag of what was answered."""
    try:
        return response.headers["etag"]
    except KeyError:
        raise KeiinError("the service answered without the version of what it answered") from None


def tag_as_read(thing: Identified | str, response: Response[Any]) -> str:
    """The ETag of what was answered, if it still is as it was read; named by its `id` alone it may be anything."""
    if not isinstance(thing, str) and thing != told(response):
        raise KeiinError("somebody has changed it since it was read: read it again")
    return tag(response)
