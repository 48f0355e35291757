from __future__ import annotations

import asyncio
import hashlib
import json
from pathlib import Path

import httpx
import pytest
from service import KEY, STORE, URL, Service, envelope, problem

from keiin import File, UploadFailed
from keiin.files import file_name
from keiin.models import TransactionRequest

SUZUKI = "鈴木 太郎 <suzuki@example.jp>"


def service(files: int = 1) -> Service:
    def answer(request: httpx.Request) -> httpx.Response:
        if str(request.url).startswith(STORE):
            return httpx.Response(200)
        if request.url.path == "/v1/envelopes":
            return httpx.Response(201, json=envelope(files=files))
        return httpx.Response(202, json=envelope("sending", files=files))

    return Service(answer)


def test_a_file_is_declared_uploaded_and_sent(tmp_path: Path) -> None:
    path = tmp_path / "業務委託契約.PDF"
    path.write_bytes(b"pdf")
    asked = service()
    sent = asked.client().send(path, to=SUZUKI)
    assert sent.status == "sending"
    assert asked.paths() == ["POST /v1/envelopes", "PUT /1", f"POST /v1/envelopes/{sent.id}/send"]
    draft, put, send = asked.asked
    assert json.loads(draft.content) == {
        "title": "業務委託契約",
        "documents": [{"name": "業務委託契約.PDF", "size": 3, "sha256": hashlib.sha256(b"pdf").hexdigest()}],
        "recipients": [{"name": "鈴木 太郎", "email": "suzuki@example.jp"}],
    }
    assert put.content == b"pdf"
    assert (put.headers["content-type"], put.headers["x-amz-checksum-sha256"]) == ("application/pdf", "checksum-1")
    assert [each.headers.get("authorization") for each in (draft, put, send)] == [
        f"Bearer {KEY}",
        None,
        f"Bearer {KEY}",
    ]


def test_the_asynchronous_client_does_the_same() -> None:
    asked = service(files=2)

    async def send() -> None:
        async with asked.async_client() as client:
            await client.send([File("a.pdf", b"a"), File("b.pdf", b"b")], to=[SUZUKI])

    asyncio.run(send())
    assert [path for path in asked.paths() if path.startswith("PUT")] == ["PUT /1", "PUT /2"]


def test_what_is_said_of_the_envelope_goes_along() -> None:
    asked = service()
    asked.client().draft(
        File("a.pdf", b"a"),
        to=[SUZUKI, "Jane Doe <jane@example.com>"],
        viewers="Mori <mori@example.jp>",
        copies=["Abe <abe@example.jp>"],
        in_order=True,
        title="A title",
        message="Please",
        deadline_days=7,
        may_forward=False,
        retention="10y",
        transaction=TransactionRequest(counterparty="A company"),
    )
    told = json.loads(asked.asked[0].content)
    assert [(one.get("order"), one.get("kind")) for one in told.pop("recipients")] == [
        (1, None),
        (2, None),
        (None, "viewer"),
        (None, "copy"),
    ]
    del told["documents"]
    assert told == {
        "title": "A title",
        "message": "Please",
        "deadline_days": 7,
        "may_forward": False,
        "retention": "10y",
        "transaction": {"counterparty": "A company"},
    }


def test_a_call_has_keys_of_its_own_and_a_given_key_has_the_same_again() -> None:
    def keys(key: str | None) -> list[str]:
        asked = service()
        asked.client().send(File("a.pdf", b"a"), to=SUZUKI, idempotency_key=key)
        return [each.headers["idempotency-key"] for each in asked.asked if each.method == "POST"]

    assert keys("order-4711") == keys("order-4711")
    fresh = [*keys(None), *keys(None)]
    assert len(set(fresh)) == len(fresh)


def test_an_upload_whose_link_has_ended_gets_a_new_one() -> None:
    draft = httpx.Response(201, json=envelope())
    again = httpx.Response(200, json=envelope())
    asked = Service(draft, httpx.Response(403), again, httpx.Response(200))
    asked.client().draft(File("a.pdf", b"a"), to=SUZUKI)
    assert [path.split()[0] for path in asked.paths()] == ["POST", "PUT", "GET", "PUT"]


def test_nothing_is_uploaded_to_what_is_sent_already() -> None:
    draft = httpx.Response(201, json=envelope())
    asked = Service(draft, httpx.Response(403), httpx.Response(200, json=envelope("in_progress")))
    asked.client().draft(File("a.pdf", b"a"), to=SUZUKI)
    assert len(asked.asked) == 3


def test_a_store_that_refuses_is_an_error_and_nothing_is_sent() -> None:
    asked = Service(httpx.Response(201, json=envelope()), httpx.Response(400))
    with pytest.raises(UploadFailed, match=r"a\.pdf") as raised:
        asked.client().send(File("a.pdf", b"a"), to=SUZUKI)
    assert raised.value.status == 400
    assert len(asked.asked) == 2


def test_no_file_and_no_key_are_said_before_anything_is_asked() -> None:
    asked = Service(problem(500, "never"))
    with pytest.raises(ValueError, match="no file"):
        asked.client().send([], to=SUZUKI)
    assert asked.asked == []
    assert KEY not in repr(asked.client().raw)
    assert URL in repr(asked.client().raw)


def test_a_document_cannot_name_a_file_outside_of_the_folder() -> None:
    assert file_name("../../契約/書") == "_.._契約_書.pdf"
    assert file_name("..") == "document.pdf"
    assert file_name("業務委託契約") == "業務委託契約.pdf"
