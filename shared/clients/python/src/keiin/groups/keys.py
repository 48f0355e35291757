"""API keys."""
# Written from asynchronous_groups/keys.py, not by hand.

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

from ..answers import id_of, told
from ..generated.api.organisation import (
    list_keys,
    list_own_keys,
    make_key,
    make_own_key,
    revoke_key,
    revoke_own_key,
)
from ..generated.models import Key, KeyRequest, MadeKey, OwnKeyRequest
from .calls import Calls, pages


class KeyCalls(Calls):
    """The organisation's API keys."""

    def list(self, *, page_size: int = 100) -> Iterator[Key]:
        """All of them, without what they are called by."""
        for page in pages(lambda cursor: list_keys.sync_detailed(client=self._raw, limit=page_size, cursor=cursor)):
            for key in page.keys:
                yield key

    def make(self, key: KeyRequest, *, idempotency_key: str | None = None) -> MadeKey:
        """Makes a key, which this answer alone holds."""
        once = idempotency_key or str(uuid4())
        return told(make_key.sync_detailed(client=self._raw, body=key, idempotency_key=once))

    def revoke(self, key: Key | MadeKey | str) -> None:
        """Has a key taken no more."""
        revoke_key.sync_detailed(id_of(key), client=self._raw)


class OwnKeyCalls(Calls):
    """The API keys of whoever calls."""

    def list(self) -> Iterator[Key]:
        """All of them, without what they are called by."""
        for key in told(list_own_keys.sync_detailed(client=self._raw)).keys:
            yield key

    def make(self, key: OwnKeyRequest, *, idempotency_key: str | None = None) -> MadeKey:
        """Makes a key, which this answer alone holds. It takes a session: no key makes keys."""
        once = idempotency_key or str(uuid4())
        return told(make_own_key.sync_detailed(client=self._raw, body=key, idempotency_key=once))

    def revoke(self, key: Key | MadeKey | str) -> None:
        """Has a key taken no more."""
        revoke_own_key.sync_detailed(id_of(key), client=self._raw)
