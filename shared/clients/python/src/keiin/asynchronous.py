"""The asynchronous client. The one that blocks, client.py, is written from it."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterable
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar
from uuid import uuid4

import httpx

from . import files as documents
from . import settings
from .async_io import Http, HttpTransport, Retrying, Transport, in_thread, pause, raise_problem
from .files import File, FileLike
from .generated.api.envelopes import (
    check_evidence,
    create_envelope,
    get_envelope,
    list_envelopes,
    list_events,
    request_again,
    retry_envelope,
    send_envelope,
    void_envelope,
)
from .generated.api.verify import begin_verify_upload
from .generated.client import AuthenticatedClient
from .generated.models import (
    CorrectionRequest,
    DeclaredFile,
    Document,
    Envelope,
    EnvelopeRequest,
    EnvelopeSummary,
    Evidence,
    Findings,
    Retention,
    RetryRequest,
    Status,
    StoredEvent,
    TransactionRequest,
    Upload,
    VoidRequest,
)
from .generated.types import UNSET, Response, Unset
from .people import Person, recipients
from .problems import DownloadFailed, KeiinError, StillWaiting, UploadFailed
from .retries import Retries
from .settings import Language
from .waiting import Goal, is_reached, pauses

T = TypeVar("T")

_LARGEST_IN_A_REQUEST = 4_000_000


class AsyncKeiin:
    """A client of the service at `url` by an organisation's `api_key`; else at `KEIIN_URL`, by `KEIIN_API_KEY`.

    Requests that were not answered, or were refused for the moment, are repeated as `retries` says. `language` is that
    of what people read in answers. `transport` goes instead of the network, for tests and proxies.
    """

    def __init__(
        self,
        url: str | None = None,
        api_key: str | None = None,
        *,
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
            headers=settings.headers(settings.api_key(api_key), language),
            timeout=timeout,
            transport=repeating,
            event_hooks={"response": [raise_problem]},
        )
        # Its URLs carry their own rights: the key does not go there.
        self._store = Http(timeout=timeout, transport=repeating)
        # The header is in the HTTP client; here the key could be printed.
        self.raw = AuthenticatedClient(base_url=base, token="").set_async_httpx_client(self._api)
        """For the functions of `keiin.generated.api`: every operation, with retries and problems as everywhere."""

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
        to: Person | Iterable[Person],
        viewers: Person | Iterable[Person] = (),
        copies: Person | Iterable[Person] = (),
        in_order: bool = False,
        title: str | None = None,
        message: str | None = None,
        deadline_days: int | None = None,
        may_forward: bool | None = None,
        retention: Retention | Unset = UNSET,
        transaction: TransactionRequest | Unset = UNSET,
        idempotency_key: str | None = None,
    ) -> Envelope:
        """Makes a draft, uploads its documents and sends it.

        The answer comes before the documents are prepared: `wait_until_sent` waits for that, and tells which of them
        could not be sent. Whoever gives an `idempotency_key` of their own may call again with it, even after a crash,
        and sends once.
        """
        key = idempotency_key or str(uuid4())
        envelope = await self.draft(
            files,
            to=to,
            viewers=viewers,
            copies=copies,
            in_order=in_order,
            title=title,
            message=message,
            deadline_days=deadline_days,
            may_forward=may_forward,
            retention=retention,
            transaction=transaction,
            idempotency_key=key,
        )
        return await self.send_draft(envelope, idempotency_key=f"{key}.send")

    async def draft(
        self,
        files: FileLike | Iterable[FileLike],
        *,
        to: Person | Iterable[Person],
        viewers: Person | Iterable[Person] = (),
        copies: Person | Iterable[Person] = (),
        in_order: bool = False,
        title: str | None = None,
        message: str | None = None,
        deadline_days: int | None = None,
        may_forward: bool | None = None,
        retention: Retention | Unset = UNSET,
        transaction: TransactionRequest | Unset = UNSET,
        idempotency_key: str | None = None,
    ) -> Envelope:
        """Makes a draft and uploads its documents."""
        people = recipients(to, viewers=viewers, copies=copies, in_order=in_order)
        read = await in_thread(documents.read, files)
        request = EnvelopeRequest(
            title=title or documents.title_of(read),
            documents=await in_thread(documents.declared, read),
            recipients=people,
            message=UNSET if message is None else message,
            deadline_days=UNSET if deadline_days is None else deadline_days,
            may_forward=UNSET if may_forward is None else may_forward,
            retention=retention,
            transaction=transaction,
        )
        key = f"{idempotency_key or uuid4()}.draft"
        envelope = _told(await create_envelope.asyncio_detailed(client=self.raw, body=request, idempotency_key=key))
        for place, file in enumerate(read):
            await self._upload(envelope, place, file)
        return envelope

    async def send_draft(self, envelope: Envelope | str, *, idempotency_key: str | None = None) -> Envelope:
        """Sends a draft whose documents are uploaded."""
        key = idempotency_key or str(uuid4())
        return _told(await send_envelope.asyncio_detailed(_id(envelope), client=self.raw, idempotency_key=key))

    async def get(self, envelope: Envelope | EnvelopeSummary | str) -> Envelope:
        """Reads an envelope as it stands."""
        return _told(await get_envelope.asyncio_detailed(_id(envelope), client=self.raw))

    async def envelopes(
        self, status: Status | Unset = UNSET, *, page_size: int = 100
    ) -> AsyncIterator[EnvelopeSummary]:
        """All envelopes, or those that stand so, the newest first; pages are fetched as they are needed."""
        cursor: str | Unset | None = UNSET
        while cursor is not None:
            page = _told(
                await list_envelopes.asyncio_detailed(client=self.raw, status=status, limit=page_size, cursor=cursor)
            )
            for envelope in page.envelopes:
                yield envelope
            cursor = page.next_cursor

    async def events(self, envelope: Envelope | EnvelopeSummary | str) -> AsyncIterator[StoredEvent]:
        """The evidence of an envelope, the oldest event first. A broken chain is an error."""
        cursor: str | Unset | None = UNSET
        while cursor is not None:
            page = _told(await list_events.asyncio_detailed(_id(envelope), client=self.raw, cursor=cursor))
            if not page.intact:
                raise KeiinError(f"the chain of events is broken: {page.broken}")
            for event in page.events:
                yield event
            cursor = page.next_cursor

    async def void(self, envelope: Envelope | EnvelopeSummary | str, reason: str) -> Envelope:
        """Takes an envelope back; the recipients are told the reason."""
        return _told(
            await void_envelope.asyncio_detailed(
                _id(envelope), client=self.raw, body=VoidRequest(reason=reason), idempotency_key=str(uuid4())
            )
        )

    async def retry(self, envelope: Envelope | EnvelopeSummary | str) -> Envelope:
        """Has the service try again at once what it waits for."""
        return _told(
            await retry_envelope.asyncio_detailed(
                _id(envelope), client=self.raw, body=RetryRequest(), idempotency_key=str(uuid4())
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
        return _told(
            await request_again.asyncio_detailed(
                _id(envelope),
                recipient,
                client=self.raw,
                body=CorrectionRequest(email=email, phone=phone),
                idempotency_key=str(uuid4()),
            )
        )

    async def evidence(self, envelope: Envelope | EnvelopeSummary | str, document: int) -> Evidence:
        """What the seals of a document say about the evidence."""
        return _told(await check_evidence.asyncio_detailed(_id(envelope), document, client=self.raw))

    async def wait_until_sent(
        self, envelope: Envelope | EnvelopeSummary | str, *, timeout: float | None = None
    ) -> Envelope:
        """Waits until the documents are prepared and the first in order are asked; for `timeout` seconds at most."""
        return await self._wait(_id(envelope), Goal.SENT, timeout)

    async def wait_until_completed(
        self, envelope: Envelope | EnvelopeSummary | str, *, timeout: float | None = None
    ) -> Envelope:
        """Waits until everybody has signed; for `timeout` seconds at most."""
        return await self._wait(_id(envelope), Goal.COMPLETED, timeout)

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

    async def download_document(self, envelope: Envelope | EnvelopeSummary | str, document: int) -> bytes:
        """The newest file of one document."""
        current = await self.get(envelope)
        for each in current.documents:
            if each.number == document:
                return await self._file(each)
        raise DownloadFailed(f"envelope {current.number} has no document {document}")

    async def verify(self, file: FileLike, *, language: Language | None = None) -> Findings:
        """Who signed a PDF, when, and what was changed since; anybody's PDF, of up to 50 MB."""
        [read] = await in_thread(documents.read, file)
        query = {"lang": language} if language else {}
        if len(read.data) <= _LARGEST_IN_A_REQUEST:
            answer = await self._api.post(
                "/v1/verify", params=query, content=read.data, headers={"Content-Type": "application/pdf"}
            )
        else:
            declared = DeclaredFile(size=len(read.data), sha256=await in_thread(documents.sha256, read.data))
            begun = _told(await begin_verify_upload.asyncio_detailed(client=self.raw, body=declared))
            put = await self._put(begun.put, read)
            if not put.is_success:
                raise UploadFailed(read.name, put.status_code)
            answer = await self._api.post("/v1/verify", params=query, json={"upload": begun.upload})
        return Findings.from_dict(answer.json())

    async def _upload(self, envelope: Envelope, place: int, file: File) -> None:
        upload = envelope.documents[place].upload
        answer = await self._put(upload, file) if isinstance(upload, Upload) else None
        if answer is None or answer.status_code == httpx.codes.FORBIDDEN:
            # The links of an answer that was given before, under the same key, may have ended.
            current = await self.get(envelope)
            if current.status != "draft":
                return
            upload = current.documents[place].upload
            answer = await self._put(upload, file) if isinstance(upload, Upload) else answer
        if answer is None or not answer.is_success:
            raise UploadFailed(file.name, answer.status_code if answer is not None else 0)

    async def _put(self, upload: Upload, file: File) -> httpx.Response:
        headers = upload.headers.additional_properties
        return await self._store.request(upload.method, upload.url, headers=headers, content=file.data)

    async def _file(self, document: Document) -> bytes:
        if document.download is None:
            raise DownloadFailed(f"there is no file of {document.name!r} yet, or not any more")
        answer = await self._store.get(document.download.url)
        if not answer.is_success:
            raise DownloadFailed(f"{document.name!r}: the store answered {answer.status_code}")
        if await in_thread(documents.sha256, answer.content) != document.download.sha256:
            raise DownloadFailed(f"{document.name!r}: not the file whose SHA-256 the service told")
        return answer.content


def _id(envelope: Envelope | EnvelopeSummary | str) -> str:
    return envelope if isinstance(envelope, str) else envelope.id


def _told(response: Response[T]) -> T:
    if response.parsed is None:
        raise KeiinError(f"the service answered {response.status_code}, which its document does not have")
    return response.parsed
