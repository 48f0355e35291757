"""Address books."""

from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import uuid4

from .. import files
from ..answers import id_of, tag_of, told
from ..async_io import in_thread
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
from .calls import AsyncCalls, pages


class AsyncContactCalls(AsyncCalls):
    """The address book of the organisation (`shared`), and that of whoever calls (`own`)."""

    async def find(
        self, begins: str | None = None, *, scope: BookScope | None = None, page_size: int = 100
    ) -> AsyncIterator[Contact]:
        """Those whose name, its reading, company or address begins so; all where nothing is said."""
        text, book = begins or UNSET, scope or UNSET
        async for page in pages(
            lambda cursor: list_contacts.asyncio_detailed(
                client=self._raw, q=text, scope=book, limit=page_size, cursor=cursor
            )
        ):
            for contact in page.contacts:
                yield contact

    async def get(self, contact: Contact | str) -> Contact:
        """Reads a contact, with what was said of it before where it is a shared one."""
        return told(await get_contact.asyncio_detailed(id_of(contact), client=self._raw))

    async def add(self, contact: ContactRequest, *, idempotency_key: str | None = None) -> Contact:
        """Adds a contact."""
        key = idempotency_key or str(uuid4())
        return told(await add_contact.asyncio_detailed(client=self._raw, body=contact, idempotency_key=key))

    async def change(self, contact: Contact | str, change: ContactChangeRequest) -> Contact:
        """Changes a contact in the version that was read; one that is named by its `id` is read first."""
        known = contact if isinstance(contact, Contact) else await self.get(contact)
        return told(
            await change_contact.asyncio_detailed(known.id, client=self._raw, body=change, if_match=tag_of(known))
        )

    async def remove(self, contact: Contact | str) -> None:
        """Removes a contact in the version that was read; one that is named by its `id` is read first."""
        known = contact if isinstance(contact, Contact) else await self.get(contact)
        await remove_contact.asyncio_detailed(known.id, client=self._raw, if_match=tag_of(known))

    async def import_csv(
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
        [read] = await in_thread(files.read, file)
        answer = await self._raw.get_async_httpx_client().post(
            "/v1/contacts/imports",
            params={"scope": scope, "existing": existing},
            content=read.data,
            headers={
                "Content-Type": "application/octet-stream",
                "Idempotency-Key": idempotency_key or str(uuid4()),
            },
        )
        return Import.from_dict(answer.json())

    async def export_csv(self, scope: BookScope, *, encoding: ExportContactsEncoding = "utf-8") -> bytes:
        """A CSV file that can be imported again."""
        answer = await export_contacts.asyncio_detailed(client=self._raw, scope=scope, encoding=encoding)
        return answer.content
