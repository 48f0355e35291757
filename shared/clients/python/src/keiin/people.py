"""Recipients, as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeAlias

import attrs

from .generated.models import RecipientKind, RecipientRequest

RecipientLike: TypeAlias = str | RecipientRequest
"""`Name <address>`, or a recipient with everything that the API knows."""

_WRITTEN = re.compile(r"\s*(?P<name>[^<>]*?)\s*<\s*(?P<email>[^<>\s]+@[^<>\s]+)\s*>\s*")


def person(written: RecipientLike) -> RecipientRequest:
    """Reads `鈴木 太郎 <suzuki@example.jp>`. Quotes around the name are left out."""
    if isinstance(written, RecipientRequest):
        return written
    match = _WRITTEN.fullmatch(written)
    name = _unquoted(match["name"]) if match else ""
    if not match or not name:
        raise ValueError(f"a recipient is written as 'Name <address>', not as {written!r}")
    return RecipientRequest(name=name, email=match["email"])


def _unquoted(name: str) -> str:
    if len(name) < 2 or not (name.startswith('"') and name.endswith('"')):
        return name
    return re.sub(r"\\(.)", r"\1", name[1:-1]).strip()


def recipients(
    to: RecipientLike | Iterable[RecipientLike],
    *,
    viewers: RecipientLike | Iterable[RecipientLike] = (),
    copies: RecipientLike | Iterable[RecipientLike] = (),
    in_order: bool = False,
) -> list[RecipientRequest]:
    """All of an envelope. With `in_order` those of `to` act one after the other, otherwise side by side."""
    acting = _all(to)
    if in_order:
        acting = [
            one if isinstance(one.order, int) else attrs.evolve(one, order=place)
            for place, one in enumerate(acting, start=1)
        ]
    return [*acting, *_of_kind("viewer", viewers), *_of_kind("copy", copies)]


def _all(people: RecipientLike | Iterable[RecipientLike]) -> list[RecipientRequest]:
    return [person(one) for one in ([people] if isinstance(people, str | RecipientRequest) else people)]


def _of_kind(kind: RecipientKind, people: RecipientLike | Iterable[RecipientLike]) -> list[RecipientRequest]:
    return [attrs.evolve(one, kind=kind) for one in _all(people)]
