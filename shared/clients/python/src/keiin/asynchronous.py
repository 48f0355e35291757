"""The client of the service."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterable
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Self, Unpack
from uuid import uuid4

import httpx

from . import files as documents
from . import settings
from .answers import Identified, id_of, tag_of, told
from .async_io import Http, HttpTransport, Retrying, Transport, in_thread, pause, raise_problem
from .asynchronous_groups import (
    AsyncContactCalls,
    AsyncFolderCalls,
    AsyncGroupCalls,
    AsyncKeyCalls,
    AsyncOrganisationCalls,
    AsyncOwnCalls,
    AsyncPersonCalls,
    AsyncSealCalls,
)
from .asynchronous_groups.calls import pages
from .drafts import MAX_UPLOAD_BYTES, EnvelopeOptions, form_of, request_of
from .files import File, FileLike
from .generated.api.envelopes import (
    add_document,
    change_draft,
    check_evidence,
    copy_envelope,
    create_envelope,
    delete_draft,
    fetch_file,
    get_envelope,
    list_access,
    list_envelopes,
    list_events,
    move_envelope,
    remove_document,
    request_again,
    retry_envelope,
    send_envelope,
    send_reminders,
    void_envelope,
)
from .generated.api.verify import begin_verify_upload
from .generated.client import AuthenticatedClient
from .generated.models import (
    Access,
    ChangeRequest,
    CopyRequest,
    CorrectionRequest,
    DeclaredFile,
    Document,
    Envelope,
    EnvelopeRequest,
    EnvelopeSummary,
    Evidence,
    FactorAgainRequest,
    FetchFileWhich,
    Findings,
    Folder,
    MoveRequest,
    RemindRequest,
    RetryRequest,
    Status,
    StoredEvent,
    Upload,
    VoidRequest,
)
from .generated.types import UNSET, Unset
from .people import RecipientLike
from .problems import DownloadFailed, KeiinError, StillWaiting, UploadFailed
from .retries import Retries
from .settings import Language
from .waiting import Goal, is_reached, pauses


class AsyncKeiin:
    """A client of the service at `url` by an organisation's `api_key`; else at `KEIIN_URL`, by `KEIIN_API_KEY`.

    Instead of a key it may be a token of the identity provider of an `organisation` (`KEIIN_ORGANISATION`), its `id`.
    Requests that were not answered, or were refused for the moment, are repeated as `retries` says. `language` is that
    of what people read in answers. `transport` goes instead of the network, for tests and proxies.
    """

    def __init__(
        self,
        url: str | None = None,
        api_key: str | None = None,
        *,
        organisation: str | None = None,
        language: Language | None = None,
        timeout: float = 60.0,
        retries: Retries | None = None,
        transport: Transport | None = None,
    ) -> None:
        """Connects with the first request."""
        base = settings.base_url(url)
        repeating = Retrying(transport or HttpTransport(), retries or Retries())
        self._api = Http(
            base_url=base,
            headers=settings.headers(settings.api_key(api_key), language, settings.organisation(organisation)),
            timeout=timeout,
            transport=repeating,
            event_hooks={"response": [raise_problem]},
        )
        # Its URLs carry their own rights: the key does not go there.
        self._store = Http(timeout=timeout, transport=repeating)
        # The header is in the HTTP client; here the key could be printed.
        self.raw = AuthenticatedClient(base_url=base, token="").set_async_httpx_client(self._api)
        """For the functions of `keiin.generated.api`: every operation, with retries and problems as everywhere."""
        self.contacts = AsyncContactCalls(self.raw)
        self.folders = AsyncFolderCalls(self.raw)
        self.groups = AsyncGroupCalls(self.raw)
        self.keys = AsyncKeyCalls(self.raw)
        self.me = AsyncOwnCalls(self.raw)
        self.organisation = AsyncOrganisationCalls(self.raw)
        self.people = AsyncPersonCalls(self.raw)
        self.seals = AsyncSealCalls(self.raw)

    async def __aenter__(self) -> Self:
        """For `async with`."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Closes the connections."""
        await self.aclose()

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._api.aclose()
        await self._store.aclose()

    async def send(
        self,
        files: FileLike | Iterable[FileLike],
        *,
        to: RecipientLike | Iterable[RecipientLike],
        idempotency_key: str | None = None,
        **said: Unpack[EnvelopeOptions],
    ) -> Envelope:
        """Makes an envelope and sends it: with its files, or as a draft whose files follow where they are large.

        The answer comes before the documents are prepared: `wait_until_sent` waits for that, and tells which of them
        could not be sent. Whoever gives an `idempotency_key` of their own may call again with it, even after a crash,
        and sends once.
        """
        read = await in_thread(documents.read, files)
        request = await in_thread(request_of, read, to=to, **said)
        key = idempotency_key or str(uuid4())
        form = form_of(request, read)
        if form is None:
            return await self.send_draft(await self._make(request, read, key), idempotency_key=f"{key}.send")
        # Under the key of a draft: with other files, large or small, the same key is refused.
        answer = await self._api.post("/v1/envelopes", files=form, headers={"Idempotency-Key": f"{key}.draft"})
        return Envelope.from_dict(answer.json())

    async def draft(
        self,
        files: FileLike | Iterable[FileLike],
        *,
        to: RecipientLike | Iterable[RecipientLike],
        idempotency_key: str | None = None,
        **said: Unpack[EnvelopeOptions],
    ) -> Envelope:
        """Makes a draft and uploads its documents."""
        read = await in_thread(documents.read, files)
        request = await in_thread(request_of, read, to=to, **said)
        return await self._make(request, read, idempotency_key or str(uuid4()))

    async def _make(self, request: EnvelopeRequest, files: list[File], key: str) -> Envelope:
        envelope = told(
            await create_envelope.asyncio_detailed(client=self.raw, body=request, idempotency_key=f"{key}.draft")
        )
        for document, file in zip(envelope.documents, files, strict=True):
            await self._upload(envelope.id, document, file)
        return envelope

    async def send_draft(self, envelope: Envelope | str, *, idempotency_key: str | None = None) -> Envelope:
        """Sends a draft whose documents are uploaded."""
        key = idempotency_key or str(uuid4())
        return told(await send_envelope.asyncio_detailed(id_of(envelope), client=self.raw, idempotency_key=key))

    async def get(self, envelope: Envelope | EnvelopeSummary | str) -> Envelope:
        """Reads an envelope as it stands."""
        return told(await get_envelope.asyncio_detailed(id_of(envelope), client=self.raw))

    async def envelopes(
        self,
        status: Status | Unset = UNSET,
        *,
        folder: Folder | str | None = None,
        sender: Identified | str | None = None,
        page_size: int = 100,
    ) -> AsyncIterator[EnvelopeSummary]:
        """All envelopes, the newest first, or those that stand so, are in a folder, or are sent by a person.

        Pages are fetched as they are needed.
        """
        place, person = UNSET if folder is None else id_of(folder), UNSET if sender is None else id_of(sender)
        async for page in pages(
            lambda cursor: list_envelopes.asyncio_detailed(
                client=self.raw, status=status, folder=place, sender=person, limit=page_size, cursor=cursor
            )
        ):
            for envelope in page.envelopes:
                yield envelope

    async def events(self, envelope: Envelope | EnvelopeSummary | str) -> AsyncIterator[StoredEvent]:
        """The evidence of an envelope, the oldest event first. A broken chain is an error."""
        async for page in pages(
            lambda cursor: list_events.asyncio_detailed(id_of(envelope), client=self.raw, cursor=cursor)
        ):
            if not page.intact:
                raise KeiinError(f"the chain of events is broken: {page.broken}")
            for event in page.events:
                yield event

    async def access(self, envelope: Envelope | EnvelopeSummary | str) -> Access:
        """Who may see an envelope, and by what: all pages as one."""
        whole = Access(people=[], keys=[], recipients=[], next_cursor=None)
        async for page in pages(
            lambda cursor: list_access.asyncio_detailed(id_of(envelope), client=self.raw, cursor=cursor)
        ):
            whole.people.extend(page.people)
            whole.keys.extend(page.keys)
            whole.recipients.extend(page.recipients)
        return whole

    async def change(self, draft: Envelope | EnvelopeSummary | str, change: ChangeRequest) -> Envelope:
        """Changes a draft in the version that was read; one that is named by its `id` is read first."""
        known = await self._read(draft)
        return told(await change_draft.asyncio_detailed(known.id, client=self.raw, body=change, if_match=tag_of(known)))

    async def delete(self, draft: Envelope | EnvelopeSummary | str) -> None:
        """Deletes a draft in the version that was read; one that is named by its `id` is read first."""
        known = await self._read(draft)
        await delete_draft.asyncio_detailed(known.id, client=self.raw, if_match=tag_of(known))

    async def add_document(
        self, draft: Envelope | EnvelopeSummary | str, file: FileLike, *, idempotency_key: str | None = None
    ) -> Document:
        """Adds a document to a draft, and uploads it."""
        [read] = await in_thread(documents.read, file)
        [request] = await in_thread(documents.declared, [read])
        key = idempotency_key or str(uuid4())
        document = told(
            await add_document.asyncio_detailed(id_of(draft), client=self.raw, body=request, idempotency_key=key)
        )
        await self._upload(id_of(draft), document, read)
        return document

    async def remove_document(self, draft: Envelope | EnvelopeSummary | str, document: int) -> Envelope:
        """Takes a document out of a draft in the version that was read; one that is named by its `id` is read first."""
        known = await self._read(draft)
        return told(await remove_document.asyncio_detailed(known.id, document, client=self.raw, if_match=tag_of(known)))

    async def copy(
        self,
        envelope: Envelope | EnvelopeSummary | str,
        factors: Iterable[FactorAgainRequest] = (),
        *,
        idempotency_key: str | None = None,
    ) -> Envelope:
        """Makes a draft of an envelope. Codes and keys of recipients are not copied: `factors` gives them again."""
        request, key = CopyRequest(factors=list(factors)), idempotency_key or str(uuid4())
        return told(
            await copy_envelope.asyncio_detailed(id_of(envelope), client=self.raw, body=request, idempotency_key=key)
        )

    async def move(self, envelope: Envelope | EnvelopeSummary | str, folder: Folder | str | None) -> Envelope:
        """Moves an envelope to another folder, or out of all folders."""
        request = MoveRequest(folder=None if folder is None else id_of(folder))
        return told(
            await move_envelope.asyncio_detailed(
                id_of(envelope), client=self.raw, body=request, idempotency_key=str(uuid4())
            )
        )

    async def remind(self, envelope: Envelope | EnvelopeSummary | str) -> Envelope:
        """Reminds those whose turn it is."""
        return told(
            await send_reminders.asyncio_detailed(
                id_of(envelope), client=self.raw, body=RemindRequest(), idempotency_key=str(uuid4())
            )
        )

    async def void(self, envelope: Envelope | EnvelopeSummary | str, reason: str) -> Envelope:
        """Takes an envelope back; the recipients are told the reason."""
        return told(
            await void_envelope.asyncio_detailed(
                id_of(envelope), client=self.raw, body=VoidRequest(reason=reason), idempotency_key=str(uuid4())
            )
        )

    async def retry(self, envelope: Envelope | EnvelopeSummary | str) -> Envelope:
        """Has the service try again at once what it waits for."""
        return told(
            await retry_envelope.asyncio_detailed(
                id_of(envelope), client=self.raw, body=RetryRequest(), idempotency_key=str(uuid4())
            )
        )

    async def request_again(
        self,
        envelope: Envelope | EnvelopeSummary | str,
        recipient: int,
        *,
        email: str | None = None,
        phone: str | None = None,
    ) -> Envelope:
        """Asks a recipient again by a new link, at a corrected address or telephone number if one is given."""
        return told(
            await request_again.asyncio_detailed(
                id_of(envelope),
                recipient,
                client=self.raw,
                body=CorrectionRequest(email=email, phone=phone),
                idempotency_key=str(uuid4()),
            )
        )

    async def evidence(self, envelope: Envelope | EnvelopeSummary | str, document: int) -> Evidence:
        """What the seals of a document say about the evidence."""
        return told(await check_evidence.asyncio_detailed(id_of(envelope), document, client=self.raw))

    async def wait_until_sent(
        self, envelope: Envelope | EnvelopeSummary | str, *, timeout: float | None = None
    ) -> Envelope:
        """Waits until the documents are prepared and the first in order are asked; for `timeout` seconds at most."""
        return await self._wait(id_of(envelope), Goal.SENT, timeout)

    async def wait_until_completed(
        self, envelope: Envelope | EnvelopeSummary | str, *, timeout: float | None = None
    ) -> Envelope:
        """Waits until everybody has signed; for `timeout` seconds at most."""
        return await self._wait(id_of(envelope), Goal.COMPLETED, timeout)

    async def _wait(self, envelope: str, goal: Goal, timeout: float | None) -> Envelope:
        end = None if timeout is None else time.monotonic() + timeout
        current = await self.get(envelope)
        for seconds in pauses():
            if is_reached(current, goal):
                break
            rest = None if end is None else end - time.monotonic()
            if rest is not None and rest <= 0:
                raise StillWaiting(current)
            await pause(seconds if rest is None else min(seconds, rest))
            current = await self.get(envelope)
        return current

    async def download(
        self, envelope: Envelope | EnvelopeSummary | str, folder: str | PathLike[str] = "."
    ) -> list[Path]:
        """Leaves the newest file of each document in a folder, the signed ones once the envelope is completed."""
        target = Path(folder)
        await in_thread(target.mkdir, parents=True, exist_ok=True)
        # Read again: links are good for some minutes.
        current = await self.get(envelope)
        paths = []
        for document in current.documents:
            path = target / documents.file_name(document.name)
            if path in paths:
                path = target / documents.file_name(f"{document.name} ({document.number})")
            await in_thread(path.write_bytes, await self._file(document))
            paths.append(path)
        return paths

    async def fetch_file(
        self, envelope: Envelope | EnvelopeSummary | str, document: int, which: FetchFileWhich = "current"
    ) -> bytes:
        """A file of one document: as it was uploaded, the newest that people are shown, or the signed one."""
        file = told(await fetch_file.asyncio_detailed(id_of(envelope), document, which, client=self.raw))
        return await self._fetch(f"document {document}", file.url, file.sha256)

    async def verify(self, file: FileLike, *, language: Language | None = None) -> Findings:
        """Who signed a PDF, when, and what was changed since; anybody's PDF, of up to 50 MB."""
        [read] = await in_thread(documents.read, file)
        query = {"lang": language} if language else {}
        if len(read.data) <= MAX_UPLOAD_BYTES:
            answer = await self._api.post(
                "/v1/verify", params=query, content=read.data, headers={"Content-Type": "application/pdf"}
            )
        else:
            declared = DeclaredFile(size=len(read.data), sha256=await in_thread(documents.sha256, read.data))
            begun = told(await begin_verify_upload.asyncio_detailed(client=self.raw, body=declared))
            put = await self._put(begun.put, read)
            if not put.is_success:
                raise UploadFailed(read.name, put.status_code)
            answer = await self._api.post("/v1/verify", params=query, json={"upload": begun.upload})
        return Findings.from_dict(answer.json())

    async def _read(self, envelope: Envelope | EnvelopeSummary | str) -> Envelope | EnvelopeSummary:
        return await self.get(envelope) if isinstance(envelope, str) else envelope

    async def _upload(self, envelope: str, document: Document, file: File) -> None:
        upload = document.upload
        answer = await self._put(upload, file) if isinstance(upload, Upload) else None
        if answer is None or answer.status_code == httpx.codes.FORBIDDEN:
            # The links of an answer that was given before, under the same key, may have ended.
            current = await self.get(envelope)
            if current.status != "draft":
                return
            upload = next((each.upload for each in current.documents if each.number == document.number), None)
            answer = await self._put(upload, file) if isinstance(upload, Upload) else answer
        if answer is None or not answer.is_success:
            raise UploadFailed(file.name, answer.status_code if answer is not None else 0)

    async def _put(self, upload: Upload, file: File) -> httpx.Response:
        headers = upload.headers.additional_properties
        return await self._store.request(upload.method, upload.url, headers=headers, content=file.data)

    async def _file(self, document: Document) -> bytes:
        if document.download is None:
            raise DownloadFailed(f"there is no file of {document.name!r} yet, or not any more")
        return await self._fetch(repr(document.name), document.download.url, document.download.sha256)

    async def _fetch(self, what: str, url: str, sha256: str) -> bytes:
        answer = await self._store.get(url)
        if not answer.is_success:
            raise DownloadFailed(f"{what}: the store answered {answer.status_code}")
        if await in_thread(documents.sha256, answer.content) != sha256:
            raise DownloadFailed(f"{what}: not the file whose SHA-256 the service told")
        return answer.content
