"""What all groups of calls are made of."""
# Written from asynchronous_groups/calls.py, not by hand.

from __future__ import annotations

from collections.abc import Callable, Iterator
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


class Calls:
    """Calls of the API."""

    def __init__(self, raw: AuthenticatedClient) -> None:
        """By this client."""
        self._raw = raw


def pages(fetch: Callable[[str | Unset], Response[P]]) -> Iterator[P]:
    """All pages of a list; each is fetched when it is needed."""
    cursor: str | Unset | None = UNSET
    while cursor is not None:
        page = told(fetch(cursor))
        yield page
        cursor = page.next_cursor
