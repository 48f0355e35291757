"""The organisation's people."""

from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import uuid4

from ..answers import id_of, tag_of, told
from ..generated.api.organisation import (
    change_person,
    deactivate_person,
    end_session,
    end_sessions,
    get_person,
    invite_again,
    invite_person,
    list_people,
    list_sessions,
    reactivate_person,
)
from ..generated.models import Person, PersonChangeRequest, PersonRequest, Session
from .calls import AsyncCalls, pages


class AsyncPersonCalls(AsyncCalls):
    """The organisation's people."""

    async def list(self, *, page_size: int = 100) -> AsyncIterator[Person]:
        """All of them."""
        async for page in pages(
            lambda cursor: list_people.asyncio_detailed(client=self._raw, limit=page_size, cursor=cursor)
        ):
            for person in page.people:
                yield person

    async def get(self, person: Person | str) -> Person:
        """Reads a person."""
        return told(await get_person.asyncio_detailed(id_of(person), client=self._raw))

    async def invite(self, person: PersonRequest, *, idempotency_key: str | None = None) -> Person:
        """Adds a person, to whom an invitation is mailed."""
        key = idempotency_key or str(uuid4())
        return told(await invite_person.asyncio_detailed(client=self._raw, body=person, idempotency_key=key))

    async def invite_again(self, person: Person | str) -> Person:
        """Mails another invitation to somebody who has not accepted yet."""
        return told(await invite_again.asyncio_detailed(id_of(person), client=self._raw, idempotency_key=str(uuid4())))

    async def change(self, person: Person | str, change: PersonChangeRequest) -> Person:
        """Changes a person in the version that was read; one who is named by their `id` is read first."""
        known = person if isinstance(person, Person) else await self.get(person)
        return told(
            await change_person.asyncio_detailed(known.id, client=self._raw, body=change, if_match=tag_of(known))
        )

    async def deactivate(self, person: Person | str) -> Person:
        """Lets a person in no more; their sessions and keys end."""
        return told(
            await deactivate_person.asyncio_detailed(id_of(person), client=self._raw, idempotency_key=str(uuid4()))
        )

    async def reactivate(self, person: Person | str) -> Person:
        """Lets a person in again."""
        return told(
            await reactivate_person.asyncio_detailed(id_of(person), client=self._raw, idempotency_key=str(uuid4()))
        )

    async def sessions(self, person: Person | str) -> AsyncIterator[Session]:
        """The sessions of a person that are good, the newest first."""
        for session in told(await list_sessions.asyncio_detailed(id_of(person), client=self._raw)).sessions:
            yield session

    async def end_session(self, person: Person | str, session: Session | str) -> None:
        """Ends one session of a person."""
        await end_session.asyncio_detailed(id_of(person), id_of(session), client=self._raw)

    async def end_sessions(self, person: Person | str) -> None:
        """Ends all sessions of a person."""
        await end_sessions.asyncio_detailed(id_of(person), client=self._raw)
