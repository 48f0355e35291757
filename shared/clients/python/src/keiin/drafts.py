"""New envelopes, and the requests that make them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TypeAlias, TypedDict

from . import files as documents
from .answers import id_of
from .files import File
from .generated.models import EnvelopeRequest, Folder, Retention, TransactionRequest
from .generated.types import UNSET, Unset
from .people import RecipientLike, recipients

MAX_UPLOAD_BYTES = 4_000_000
"""Bytes of the files that may come with a request."""
_MAX_DESCRIPTION_BYTES = 100_000

Part: TypeAlias = tuple[str, tuple[str | None, bytes, str]]
"""A part of a form: its name, its file's name, its bytes and their type."""


class EnvelopeOptions(TypedDict, total=False):
    """What may be said of a new envelope."""

    viewers: RecipientLike | Iterable[RecipientLike]
    """Who reads and confirms."""
    copies: RecipientLike | Iterable[RecipientLike]
    """Who gets a copy."""
    in_order: bool
    """Those of `to` act one after the other, otherwise side by side."""
    title: str | None
    """The name of the first file where nothing is said."""
    message: str | None
    folder: Folder | str | None
    deadline_days: int | None
    may_forward: bool | None
    retention: Retention | Unset | None
    transaction: TransactionRequest | Unset | None


def request_of(
    files: list[File],
    *,
    to: RecipientLike | Iterable[RecipientLike],
    viewers: RecipientLike | Iterable[RecipientLike] = (),
    copies: RecipientLike | Iterable[RecipientLike] = (),
    in_order: bool = False,
    title: str | None = None,
    message: str | None = None,
    folder: Folder | str | None = None,
    deadline_days: int | None = None,
    may_forward: bool | None = None,
    retention: Retention | Unset | None = UNSET,
    transaction: TransactionRequest | Unset | None = UNSET,
) -> EnvelopeRequest:
    """The request for an envelope with these files."""
    return EnvelopeRequest(
        title=title or documents.title_of(files),
        documents=documents.declared(files),
        recipients=recipients(to, viewers=viewers, copies=copies, in_order=in_order),
        message=UNSET if message is None else message,
        folder=UNSET if folder is None else id_of(folder),
        deadline_days=UNSET if deadline_days is None else deadline_days,
        may_forward=UNSET if may_forward is None else may_forward,
        retention=UNSET if retention is None else retention,
        transaction=UNSET if transaction is None else transaction,
    )


def form_of(request: EnvelopeRequest, files: list[File]) -> list[Part] | None:
    """The form that makes the envelope and sends it, with its files; nothing where that is too large for a request."""
    envelope = json.dumps({**request.to_dict(), "send": True}, ensure_ascii=False).encode()
    if sum(len(file.data) for file in files) > MAX_UPLOAD_BYTES or len(envelope) > _MAX_DESCRIPTION_BYTES:
        return None
    # What the documents are called stands in the request: not every name fits into the head of a part.
    parts = [("document", (f"{place}.pdf", file.data, "application/pdf")) for place, file in enumerate(files, start=1)]
    return [("envelope", (None, envelope, "application/json")), *parts]
