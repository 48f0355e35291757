"""API keys."""

from __future__ import annotations

from collections.abc import AsyncIterator
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
from .calls import AsyncCalls, pages


class AsyncKeyCalls(AsyncCalls):
    """The organisation's API keys."""

    async def list(self, *, page_size: int = 100) -> AsyncIterator[Key]:
        """All of them, without what they are called by."""
        async for page in pages(
            lambda cursor: list_keys.asyncio_detailed(client=self._raw, limit=page_size, cursor=cursor)
        ):
            for key in page.keys:
                yield key

    async def make(self, key: KeyRequest, *, idempotency_key: str | None = None) -> MadeKey:
        """Makes a key, which this answer alone holds."""
        once = idempotency_key or str(uuid4())
        return told(await make_key.asyncio_detailed(client=self._raw, body=key, idempotency_key=once))

    async def revoke(self, key: Key | MadeKey | str) -> None:
        """Has a key taken no more."""
        await revoke_key.asyncio_detailed(id_of(key), client=self._raw)


class AsyncOwnKeyCalls(AsyncCalls):
    """The API keys of whoever calls."""

    async def list(self) -> AsyncIterator[Key]:
        """All of them, without what they are called by."""
        for key in told(await list_own_keys.asyncio_detailed(client=self._raw)).keys:
            yield key

    async def make(self, key: OwnKeyRequest, *, idempotency_key: str | None = None) -> MadeKey:
        """Makes a key, which this answer alone holds. It takes a session: no key makes keys."""
        once = idempotency_key or str(uuid4())
        return told(await make_own_key.asyncio_detailed(client=self._raw, body=key, idempotency_key=once))

    async def revoke(self, key: Key | MadeKey | str) -> None:
        """Has a key taken no more."""
        await revoke_own_key.asyncio_detailed(id_of(key), client=self._raw)
