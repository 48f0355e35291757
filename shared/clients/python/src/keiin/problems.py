"""What may go wrong. The API's refusals are problem documents (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .generated.models import Envelope
from .generated.types import Unset


class KeiinError(Exception):
    """All errors of this package."""


@dataclass(frozen=True)
class FieldError:
    """A wrong field of the request."""

    pointer: str
    """JSON pointer (RFC 6901) into the request's body; empty where it is about all of it."""
    code: str
    """By which programs tell errors apart."""
    detail: str
    """What is wrong and what to do, in the language of the answer."""


class Problem(KeiinError):
    """The API refused a request, or could not carry it out."""

    def __init__(self, *, status: int, code: str, title: str, detail: str, errors: Mapping[str, FieldError]) -> None:
        """Made from an answer by `problem_of`."""
        super().__init__(status, code, title, detail, errors)
        self.status = status
        """HTTP status."""
        self.code = code
        """By which programs tell problems apart; empty where the gateway refused before the service was asked."""
        self.title = title
        """What it is, in the language of the answer."""
        self.detail = detail
        """What to do this time, in the language of the answer."""
        self.errors = errors
        """The wrong fields by JSON pointer, such as `/recipients/0/email`."""

    def __str__(self) -> str:
        """Title, detail and the wrong fields."""
        fields = "".join(f"\n  {error.pointer or '(all)'}: {error.detail}" for error in self.errors.values())
        return f"{self.status} {self.code or '-'}: {self.title} {self.detail}".rstrip() + fields


class InvalidRequest(Problem):
    """400, 413, 415: the request cannot be read."""


class Unauthorized(Problem):
    """401: the API key is missing, wrong or expired."""


class Forbidden(Problem):
    """403: the API key is not good for this."""


class NotFound(Problem):
    """404: there is no such thing, or not for this organisation."""


class Conflict(Problem):
    """409: not as things stand."""


class Gone(Problem):
    """410: it is not kept any more."""


class PreconditionFailed(Problem):
    """412: somebody changed it meanwhile. 428: the request must say which version it is about."""


class InvalidFields(Problem):
    """422: fields are wrong; `errors` says which."""


class TooManyRequests(Problem):
    """429, even after all tries."""


class ServerError(Problem):
    """5xx, even after all tries where trying again can help."""


_BY_STATUS: Mapping[int, type[Problem]] = {
    400: InvalidRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    410: Gone,
    412: PreconditionFailed,
    413: InvalidRequest,
    415: InvalidRequest,
    422: InvalidFields,
    428: PreconditionFailed,
    429: TooManyRequests,
}


def problem_of(status: int, body: bytes) -> Problem:
    """The exception for an answer, whoever wrote it: service, gateway, or a proxy that knows no JSON."""
    told = _object(body)
    kind = _BY_STATUS.get(status, ServerError if status >= 500 else Problem)
    errors = (_field_error(error) for error in told.get("errors") or () if isinstance(error, dict))
    return kind(
        status=status,
        code=_text(told, "code"),
        title=_text(told, "title") or _text(told, "message") or "The request failed.",
        detail=_text(told, "detail"),
        errors={error.pointer: error for error in errors},
    )


def code_of(body: bytes) -> str:
    """The code of a problem; empty where the gateway refused."""
    return _text(_object(body), "code")


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        told = json.loads(body)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _text(told: Mapping[str, Any], key: str) -> str:
    value = told.get(key)
    return value if isinstance(value, str) else ""


def _field_error(told: Mapping[str, Any]) -> FieldError:
    return FieldError(pointer=_text(told, "pointer"), code=_text(told, "code"), detail=_text(told, "detail"))


class UploadFailed(KeiinError):
    """The store did not take a file."""

    def __init__(self, name: str, status: int) -> None:
        """Of this file, by this HTTP status."""
        super().__init__(f"the upload of {name!r} was answered by {status}")
        self.name = name
        self.status = status


class DownloadFailed(KeiinError):
    """A file could not be had as it was signed."""


class NotReached(KeiinError):
    """What was waited for will not come: the envelope has ended otherwise, or is a draft."""

    def __init__(self, envelope: Envelope) -> None:
        """With the envelope as it stands."""
        super().__init__(f"envelope {envelope.number} is {envelope.status}{_refusals(envelope)}")
        self.envelope = envelope


class StillWaiting(KeiinError):
    """What was waited for has not come in time."""

    def __init__(self, envelope: Envelope) -> None:
        """With the envelope as it stands."""
        super().__init__(f"envelope {envelope.number} is still {envelope.status}")
        self.envelope = envelope


def _refusals(envelope: Envelope) -> str:
    refused = (
        f"; {document.name}: {document.refusal.detail}"
        for document in envelope.documents
        if document.refusal and not isinstance(document.refusal, Unset)
    )
    return "".join(refused)
