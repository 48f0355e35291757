"""The organisation's people."""
# Written from asynchronous_groups/people.py, not by hand.

from __future__ import annotations

from collections.abc import Iterator
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
from .calls import Calls, pages


class PersonCalls(Calls):
    """The organisation's people."""

    def list(self, *, page_size: int = 100) -> Iterator[Person]:
        """All of them."""
        for page in pages(lambda cursor: list_people.sync_detailed(client=self._raw, limit=page_size, cursor=cursor)):
            for person in page.people:
                yield person

    def get(self, person: Person | str) -> Person:
        """Reads a person."""
        return told(get_person.sync_detailed(id_of(person), client=self._raw))

    def invite(self, person: PersonRequest, *, idempotency_key: str | None = None) -> Person:
        """Adds a person, to whom an invitation is mailed."""
        key = idempotency_key or str(uuid4())
        return told(invite_person.sync_detailed(client=self._raw, body=person, idempotency_key=key))

    def invite_again(self, person: Person | str) -> Person:
        """Mails another invitation to somebody who has not accepted yet."""
        return told(invite_again.sync_detailed(id_of(person), client=self._raw, idempotency_key=str(uuid4())))

    def change(self, person: Person | str, change: PersonChangeRequest) -> Person:
        """Changes a person in the version that was read; one who is named by their `id` is read first."""
        known = person if isinstance(person, Person) else self.get(person)
        return told(change_person.sync_detailed(known.id, client=self._raw, body=change, if_match=tag_of(known)))

    def deactivate(self, person: Person | str) -> Person:
        """Lets a person in no more; their sessions and keys end."""
        return told(deactivate_person.sync_detailed(id_of(person), client=self._raw, idempotency_key=str(uuid4())))

    def reactivate(self, person: Person | str) -> Person:
        """Lets a person in again."""
        return told(reactivate_person.sync_detailed(id_of(person), client=self._raw, idempotency_key=str(uuid4())))

    def sessions(self, person: Person | str) -> Iterator[Session]:
        """The sessions of a person that are good, the newest first."""
        for session in told(list_sessions.sync_detailed(id_of(person), client=self._raw)).sessions:
            yield session

    def end_session(self, person: Person | str, session: Session | str) -> None:
        """Ends one session of a person."""
        end_session.sync_detailed(id_of(person), id_of(session), client=self._raw)

    def end_sessions(self, person: Person | str) -> None:
        """Ends all sessions of a person."""
        end_sessions.sync_detailed(id_of(person), client=self._raw)
