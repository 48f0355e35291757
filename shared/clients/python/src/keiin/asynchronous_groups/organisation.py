"""What holds for the organisation, and its log."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

from ..answers import tag, told
from ..generated.api.organisation import change_organisation, get_organisation, list_log
from ..generated.models import Organisation, OrganisationChangeRequest, StoredEntry
from ..problems import KeiinError
from .calls import AsyncCalls, pages


class AsyncOrganisationCalls(AsyncCalls):
    """What holds for the organisation, and its log."""

    async def get(self) -> Organisation:
        """What holds for the organisation."""
        return told(await get_organisation.asyncio_detailed(client=self._raw))

    async def change(
        self, change: OrganisationChangeRequest | Callable[[Organisation], OrganisationChangeRequest]
    ) -> Organisation:
        """Changes what a request names, or one that a function makes of what holds now."""
        read = await get_organisation.asyncio_detailed(client=self._raw)
        request = change if isinstance(change, OrganisationChangeRequest) else change(told(read))
        return told(await change_organisation.asyncio_detailed(client=self._raw, body=request, if_match=tag(read)))

    async def log(self, *, page_size: int = 100) -> AsyncIterator[StoredEntry]:
        """Who changed what of the organisation, the oldest entry first. A broken chain is an error."""
        async for page in pages(
            lambda cursor: list_log.asyncio_detailed(client=self._raw, limit=page_size, cursor=cursor)
        ):
            if not page.intact:
                raise KeiinError("the chain of the organisation's log is broken")
            for entry in page.entries:
                yield entry
