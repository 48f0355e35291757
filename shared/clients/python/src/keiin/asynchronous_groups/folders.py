"""Folders, and the rights that they give."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from uuid import uuid4

from ..answers import id_of, tag, tag_as_read, told
from ..generated.api.organisation import add_folder, change_folder, get_folder, list_folders, remove_folder
from ..generated.models import Folder, FolderChangeRequest, FolderRequest, GrantEntry
from .calls import AsyncCalls


class AsyncFolderCalls(AsyncCalls):
    """Folders, and the rights that they give over the envelopes in them."""

    async def list(self) -> AsyncIterator[Folder]:
        """All in which the caller may see envelopes, by their names."""
        for folder in told(await list_folders.asyncio_detailed(client=self._raw)).folders:
            yield folder

    async def get(self, folder: Folder | str) -> Folder:
        """Reads a folder as it is."""
        return told(await get_folder.asyncio_detailed(id_of(folder), client=self._raw))

    async def add(self, folder: FolderRequest | str, *, idempotency_key: str | None = None) -> Folder:
        """Makes a folder, or one of this name at the top, which gives no rights."""
        request = FolderRequest(name=folder) if isinstance(folder, str) else folder
        key = idempotency_key or str(uuid4())
        return told(await add_folder.asyncio_detailed(client=self._raw, body=request, idempotency_key=key))

    async def change(
        self, folder: Folder | str, change: FolderChangeRequest | Callable[[Folder], FolderChangeRequest]
    ) -> Folder:
        """Changes what a request names, if it is as it was read, or what a function makes of it as it stands."""
        read = await get_folder.asyncio_detailed(id_of(folder), client=self._raw)
        if isinstance(change, FolderChangeRequest):
            request, version = change, tag_as_read(folder, read)
        else:
            request, version = change(told(read)), tag(read)
        return told(
            await change_folder.asyncio_detailed(id_of(folder), client=self._raw, body=request, if_match=version)
        )

    async def grant(self, folder: Folder | str, right: GrantEntry) -> Folder:
        """Gives a right, instead of the one that the folder gave to the same before."""
        return await self.change(folder, lambda it: FolderChangeRequest(grants=[*_others(it, right), right]))

    async def revoke(self, folder: Folder | str, right: GrantEntry) -> Folder:
        """Takes back what the folder gives to whom this right names, whatever its level."""
        return await self.change(folder, lambda it: FolderChangeRequest(grants=[*_others(it, right)]))

    async def remove(self, folder: Folder | str) -> None:
        """Removes a folder in which there is nothing."""
        read = await get_folder.asyncio_detailed(id_of(folder), client=self._raw)
        await remove_folder.asyncio_detailed(id_of(folder), client=self._raw, if_match=tag_as_read(folder, read))


def _others(folder: Folder, right: GrantEntry) -> tuple[GrantEntry, ...]:
    return tuple(each for each in folder.grants if _grantee(each) != _grantee(right))


def _grantee(right: GrantEntry) -> tuple[str, str | None, str | None, str | None]:
    return right.to, right.person or None, right.group or None, right.role or None
