from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Iterable
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import httpx
import pytest
from service import KEY, STORE, URL, Service, envelope, problem

from keiin import File, InvalidFields, UploadFailed
from keiin.drafts import MAX_UPLOAD_BYTES
from keiin.files import file_name
from keiin.models import TransactionRequest

SUZUKI = "鈴木 太郎 <suzuki@example.jp>"


LARGE = File("large.pdf", b"x" * (MAX_UPLOAD_BYTES + 1))


def service(files: int = 1) -> Service:
    def answer(request: httpx.Request) -> httpx.Response:
        if str(request.url).startswith(STORE):
            return httpx.Response(200)
        if request.url.path == "/v1/envelopes":
            is_sent = request.headers["content-type"].startswith("multipart/form-data")
            return httpx.Response(201, json=envelope("sending" if is_sent else "draft", files=files))
        return httpx.Response(202, json=envelope("sending", files=files))

    return Service(answer)


def parts_of(request: httpx.Request) -> list[tuple[object, str | None, bytes]]:
    """The parts of a form: names, names of files, and bytes."""
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    parts: Iterable[Message] = message_from_bytes(head + request.content).walk()
    return [
        (
            part.get_param("name", header="content-disposition"),
            part.get_filename(),
            bytes(part.get_payload(decode=True)),
        )
        for part in parts
        if not part.is_multipart()
    ]


def test_small_files_are_sent_in_one_call(tmp_path: Path) -> None:
    path = tmp_path / "業務委託契約.PDF"
    path.write_bytes(b"pdf")
    asked = service()
    sent = asked.client().send(path, to=SUZUKI, idempotency_key="order-4711", folder="a-folder")
    assert sent.status == "sending"
    [form] = asked.asked
    assert (form.method, form.url.path, form.headers["authorization"]) == ("POST", "/v1/envelopes", f"Bearer {KEY}")
    assert form.headers["idempotency-key"] == "order-4711.draft"
    (name, file_name, told), document = parts_of(form)
    assert (name, file_name, document) == ("envelope", None, ("document", "1.pdf", b"pdf"))
    assert json.loads(told) == {
        "title": "業務委託契約",
        "documents": [{"name": "業務委託契約.PDF", "size": 3, "sha256": hashlib.sha256(b"pdf").hexdigest()}],
        "recipients": [{"name": "鈴木 太郎", "email": "suzuki@example.jp"}],
        "folder": "a-folder",
        "send": True,
    }


@pytest.mark.parametrize("is_asynchronous", [False, True])
def test_a_call_that_was_not_answered_is_repeated_with_the_same_files_under_the_same_key(is_asynchronous: bool) -> None:
    files = [File("a.pdf", b"a"), File("b.pdf", b"b")]
    sent = httpx.Response(201, json=envelope("sending", files=2))
    asked = Service(httpx.ReadTimeout("late"), problem(503, "temporarily-unavailable"), sent)

    async def send() -> str:
        async with asked.async_client() as client:
            return (await client.send(files, to=SUZUKI)).status

    assert (asyncio.run(send()) if is_asynchronous else asked.client().send(files, to=SUZUKI).status) == "sending"
    assert len(asked.asked) == 3
    assert len({each.headers["idempotency-key"] for each in asked.asked}) == 1
    assert len({each.content for each in asked.asked}) == 1
    assert [data for _, _, data in parts_of(asked.asked[-1])[1:]] == [b"a", b"b"]


def test_what_the_service_refuses_of_a_form_is_raised() -> None:
    asked = Service(problem(422, "invalid-fields"))
    with pytest.raises(InvalidFields):
        asked.client().send(File("a.pdf", b"a"), to=SUZUKI)
    assert len(asked.asked) == 1


def test_a_description_that_is_large_by_itself_is_sent_as_json() -> None:
    asked = service()
    many = [f"{'名' * 60} <person-{number}@example.jp>" for number in range(1000)]
    asked.client().send(File("a.pdf", b"a"), to=SUZUKI, copies=many)
    assert [path.split()[0] for path in asked.paths()] == ["POST", "PUT", "POST"]


def test_a_large_file_is_declared_uploaded_and_sent() -> None:
    asked = service()
    sent = asked.client().send(LARGE, to=SUZUKI)
    assert sent.status == "sending"
    assert asked.paths() == ["POST /v1/envelopes", "PUT /1", f"POST /v1/envelopes/{sent.id}/send"]
    draft, put, send = asked.asked
    assert json.loads(draft.content) == {
        "title": "large",
        "documents": [{"name": "large.pdf", "size": len(LARGE.data), "sha256": hashlib.sha256(LARGE.data).hexdigest()}],
        "recipients": [{"name": "鈴木 太郎", "email": "suzuki@example.jp"}],
    }
    assert put.content == LARGE.data
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
            await client.send([File("a.pdf", b"a"), LARGE], to=[SUZUKI])

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
        asked.client().send(LARGE, to=SUZUKI, idempotency_key=key)
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
    with pytest.raises(UploadFailed, match=r"large\.pdf") as raised:
        asked.client().send(LARGE, to=SUZUKI)
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
