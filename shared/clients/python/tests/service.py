"""A service in memory, which answers what it is told to and keeps what it was asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx

from keiin import AsyncKeiin, Keiin, Retries

URL = "https://keiin.example"
STORE = "https://store.example"
KEY = "a-key"
QUICK = Retries(first_pause=0.0)

Answer = Callable[[httpx.Request], httpx.Response]


class Service:
    """Answers in this order; the last one for ever."""

    def __init__(self, *answers: httpx.Response | Exception | Answer) -> None:
        self.answers = list(answers)
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.asked.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, httpx.Response):
            # A response is read once.
            return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)
        return answer(request)

    def paths(self) -> list[str]:
        return [f"{request.method} {request.url.path}" for request in self.asked]

    def client(self, retries: Retries = QUICK) -> Keiin:
        return Keiin(URL, KEY, retries=retries, transport=httpx.MockTransport(self))

    def async_client(self, retries: Retries = QUICK) -> AsyncKeiin:
        return AsyncKeiin(URL, KEY, retries=retries, transport=httpx.MockTransport(self))


def problem(status: int, code: str, headers: dict[str, str] | None = None, **more: Any) -> httpx.Response:
    told = {"type": f"/problems/{code}", "code": code, "title": "A title.", "status": status, "detail": "A detail."}
    return httpx.Response(status, json={**told, **more}, headers=headers)


def envelope(status: str = "draft", files: int = 1, **more: Any) -> dict[str, Any]:
    """As the API tells of one."""
    return {
        "id": "01900000-0000-7000-8000-000000000001",
        "number": "0000000001",
        "title": "contract",
        "message": None,
        "status": status,
        "sender": {"organisation": "a", "organisation_name": "A", "person": None, "name": "B", "email": "b@a.example"},
        "created_at": "2026-11-22T00:00:00Z",
        "deadline": None,
        "folder": None,
        "expires_at": None,
        "waiting": None,
        "documents": [document(number, status) for number in range(1, files + 1)],
        "recipients": [],
        "transaction": {"date": None, "counterparty": None, "amount": None, "tags": []},
        "may_forward": True,
        "retention": "7y",
        "version": 1,
        **more,
    }


def document(number: int, status: str, **more: Any) -> dict[str, Any]:
    upload = {
        "method": "PUT",
        "url": f"{STORE}/{number}?signed",
        "headers": {"content-type": "application/pdf", "x-amz-checksum-sha256": f"checksum-{number}"},
        "expires_at": "2026-11-22T00:15:00Z",
    }
    return {
        "number": number,
        "name": "contract",
        "management_number": "1",
        "document_id": "0" * 32,
        "size": 3,
        "sha256": "0" * 64,
        "state": "awaited",
        "pages": None,
        "origin": None,
        "download": None,
        "seals": [],
        "retained_until": None,
        "kept": "all",
        "upload": upload if status == "draft" else None,
        **more,
    }
