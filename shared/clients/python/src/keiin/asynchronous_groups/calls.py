"""What all groups of calls are made of."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Protocol, TypeVar

from ..answers import told
from ..generated.client import AuthenticatedClient
from ..generated.types import UNSET, Response, Unset


class Page(Protocol):
    """A page of a list."""

    @property
    def next_cursor(self) -> str | None:
        """What leads to the next page."""


P = TypeVar("P", bound=Page)


class AsyncCalls:
    """Calls of the API."""

    def __init__(self, raw: AuthenticatedClient) -> None:
        """By this client."""
        self._raw = raw


async def pages(fetch: Callable[[str | Unset], Awaitable[Response[P]]]) -> AsyncIterator[P]:
    """All pages of a list; each is fetched when it is needed."""
    cursor: str | Unset | None = UNSET
    while cursor is not None:
        page = told(await fetch(cursor))
        yield page
        cursor = page.next_cursor
