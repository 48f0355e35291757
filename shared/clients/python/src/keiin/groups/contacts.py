"""Address books."""
# Written from asynchronous_groups/contacts.py, not by hand.

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

from .. import files
from ..answers import id_of, tag_of, told
from ..blocking_io import in_thread
from ..files import FileLike
from ..generated.api.contacts import (
    add_contact,
    change_contact,
    export_contacts,
    get_contact,
    list_contacts,
    remove_contact,
)
from ..generated.models import (
    BookScope,
    Contact,
    ContactChangeRequest,
    ContactRequest,
    ExportContactsEncoding,
    Import,
    ImportContactsExisting,
)
from ..generated.types import UNSET
from .calls import Calls, pages


class ContactCalls(Calls):
    """The address book of the organisation (`shared`), and that of whoever calls (`own`)."""

    def find(
        self, begins: str | None = None, *, scope: BookScope | None = None, page_size: int = 100
    ) -> Iterator[Contact]:
        """Those whose name, its reading, company or address begins so; all where nothing is said."""
        text, book = begins or UNSET, scope or UNSET
        for page in pages(
            lambda cursor: list_contacts.sync_detailed(
                client=self._raw, q=text, scope=book, limit=page_size, cursor=cursor
            )
        ):
            for contact in page.contacts:
                yield contact

    def get(self, contact: Contact | str) -> Contact:
        """Reads a contact, with what was said of it before where it is a shared one."""
        return told(get_contact.sync_detailed(id_of(contact), client=self._raw))

    def add(self, contact: ContactRequest, *, idempotency_key: str | None = None) -> Contact:
        """Adds a contact."""
        key = idempotency_key or str(uuid4())
        return told(add_contact.sync_detailed(client=self._raw, body=contact, idempotency_key=key))

    def change(self, contact: Contact | str, change: ContactChangeRequest) -> Contact:
        """Changes a contact in the version that was read; one that is named by its `id` is read first."""
        known = contact if isinstance(contact, Contact) else self.get(contact)
        return told(change_contact.sync_detailed(known.id, client=self._raw, body=change, if_match=tag_of(known)))

    def remove(self, contact: Contact | str) -> None:
        """Removes a contact in the version that was read; one that is named by its `id` is read first."""
        known = contact if isinstance(contact, Contact) else self.get(contact)
        remove_contact.sync_detailed(known.id, client=self._raw, if_match=tag_of(known))

    def import_csv(
        self,
        file: FileLike,
        *,
        scope: BookScope,
        existing: ImportContactsExisting = "update",
        idempotency_key: str | None = None,
    ) -> Import:
        """Takes the contacts of a CSV file; `existing` says what becomes of those whose address is there already.

        A large file may need more than all tries (`ServerError` by the code `import-unfinished`): the same call under
        the same `idempotency_key` goes on where it was.
        """
        [read] = in_thread(files.read, file)
        answer = self._raw.get_httpx_client().post(
            "/v1/contacts/imports",
            params={"scope": scope, "existing": existing},
            content=read.data,
            headers={
                "Content-Type": "application/octet-stream",
                "Idempotency-Key": idempotency_key or str(uuid4()),
            },
        )
        return Import.from_dict(answer.json())

    def export_csv(self, scope: BookScope, *, encoding: ExportContactsEncoding = "utf-8") -> bytes:
        """A CSV file that can be imported again."""
        answer = export_contacts.sync_detailed(client=self._raw, scope=scope, encoding=encoding)
        return answer.content
