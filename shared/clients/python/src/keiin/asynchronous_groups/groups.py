"""Groups of people."""

from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import uuid4

from ..answers import id_of, tag_as_read, told
from ..generated.api.organisation import add_group, get_group, list_groups, remove_group, rename_group
from ..generated.models import Group, GroupRequest
from .calls import AsyncCalls


class AsyncGroupCalls(AsyncCalls):
    """Groups of people. Who is in one is said of the person."""

    async def list(self) -> AsyncIterator[Group]:
        """All of them, by their names."""
        for group in told(await list_groups.asyncio_detailed(client=self._raw)).groups:
            yield group

    async def get(self, group: Group | str) -> Group:
        """Reads a group as it is."""
        return told(await get_group.asyncio_detailed(id_of(group), client=self._raw))

    async def add(self, name: str, *, idempotency_key: str | None = None) -> Group:
        """Makes a group."""
        request, key = GroupRequest(name=name), idempotency_key or str(uuid4())
        return told(await add_group.asyncio_detailed(client=self._raw, body=request, idempotency_key=key))

    async def rename(self, group: Group | str, name: str) -> Group:
        """Calls a group otherwise. It is read first, and renamed as it was then."""
        read, request = await get_group.asyncio_detailed(id_of(group), client=self._raw), GroupRequest(name=name)
        version = tag_as_read(group, read)
        return told(await rename_group.asyncio_detailed(id_of(group), client=self._raw, body=request, if_match=version))

    async def remove(self, group: Group | str) -> None:
        """Removes a group; nobody is in it any more, and the rights that folders gave to it end."""
        read = await get_group.asyncio_detailed(id_of(group), client=self._raw)
        await remove_group.asyncio_detailed(id_of(group), client=self._raw, if_match=tag_as_read(group, read))
