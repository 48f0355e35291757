"""Registered seals."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

from ..answers import id_of, tag, tag_as_read, told
from ..generated.api.organisation import change_seal, get_seal, list_seal_uses, list_seals
from ..generated.models import RegisteredSeal, SealChangeRequest, SealUse
from .calls import AsyncCalls, pages


class AsyncSealCalls(AsyncCalls):
    """The organisation's registered seals (実印タイプ)."""

    async def list(self) -> AsyncIterator[RegisteredSeal]:
        """All of them."""
        for seal in told(await list_seals.asyncio_detailed(client=self._raw)).seals:
            yield seal

    async def get(self, seal: RegisteredSeal | str) -> RegisteredSeal:
        """Reads a seal."""
        return told(await get_seal.asyncio_detailed(id_of(seal), client=self._raw))

    async def change(
        self, seal: RegisteredSeal | str, change: SealChangeRequest | Callable[[RegisteredSeal], SealChangeRequest]
    ) -> RegisteredSeal:
        """Says who may sign: by a request, if it is as it was read, or by what a function makes of it as it stands."""
        read = await get_seal.asyncio_detailed(id_of(seal), client=self._raw)
        if isinstance(change, SealChangeRequest):
            request, version = change, tag_as_read(seal, read)
        else:
            request, version = change(told(read)), tag(read)
        return told(await change_seal.asyncio_detailed(id_of(seal), client=self._raw, body=request, if_match=version))

    async def uses(self, seal: RegisteredSeal | str, *, page_size: int = 100) -> AsyncIterator[SealUse]:
        """What it was used for, the newest first."""
        async for page in pages(
            lambda cursor: list_seal_uses.asyncio_detailed(
                id_of(seal), client=self._raw, limit=page_size, cursor=cursor
            )
        ):
            for use in page.uses:
                yield use
