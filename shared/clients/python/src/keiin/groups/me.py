"""Whoever calls."""
# Written from asynchronous_groups/me.py, not by hand.

from __future__ import annotations

from collections.abc import Iterator

from ..answers import id_of, told
from ..generated.api.organisation import end_own_session, get_me, list_own_sessions
from ..generated.client import AuthenticatedClient
from ..generated.models import Me, Session
from .calls import Calls
from .keys import OwnKeyCalls


class OwnCalls(Calls):
    """Whoever calls: a person, or a service by its key."""

    def __init__(self, raw: AuthenticatedClient) -> None:
        """By this client."""
        super().__init__(raw)
        self.keys = OwnKeyCalls(raw)

    def get(self) -> Me:
        """Who calls, for which organisation, and what they may do."""
        return told(get_me.sync_detailed(client=self._raw))

    def sessions(self) -> Iterator[Session]:
        """The caller's sessions that are good, the newest first."""
        for session in told(list_own_sessions.sync_detailed(client=self._raw)).sessions:
            yield session

    def end_session(self, session: Session | str) -> None:
        """Ends one of them."""
        end_own_session.sync_detailed(id_of(session), client=self._raw)
