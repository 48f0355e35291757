"""Whoever calls."""

from __future__ import annotations

from collections.abc import AsyncIterator

from ..answers import id_of, told
from ..generated.api.organisation import end_own_session, get_me, list_own_sessions
from ..generated.client import AuthenticatedClient
from ..generated.models import Me, Session
from .calls import AsyncCalls
from .keys import AsyncOwnKeyCalls


class AsyncOwnCalls(AsyncCalls):
    """Whoever calls: a person, or a service by its key."""

    def __init__(self, raw: AuthenticatedClient) -> None:
        """By this client."""
        super().__init__(raw)
        self.keys = AsyncOwnKeyCalls(raw)

    async def get(self) -> Me:
        """Who calls, for which organisation, and what they may do."""
        return told(await get_me.asyncio_detailed(client=self._raw))

    async def sessions(self) -> AsyncIterator[Session]:
        """The caller's sessions that are good, the newest first."""
        for session in told(await list_own_sessions.asyncio_detailed(client=self._raw)).sessions:
            yield session

    async def end_session(self, session: Session | str) -> None:
        """Ends one of them."""
        await end_own_session.asyncio_detailed(id_of(session), client=self._raw)
