from __future__ import annotations

import asyncio
import json

import httpx
import pytest
from service import STORE, Service, document, envelope, problem

from keiin import File, PreconditionFailed
from keiin.models import ChangeRequest, Envelope, FactorAgainRequest, FactorRequestAccessCode


def read(version: int) -> Envelope:
    return Envelope.from_dict(envelope(version=version))


def answers() -> Service:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "DELETE" and "documents" not in request.url.path:
            return httpx.Response(204)
        return httpx.Response(201 if request.url.path.endswith("/copy") else 200, json=envelope(version=5))

    return Service(answer)


def test_a_draft_is_changed_in_the_version_that_was_read() -> None:
    asked = answers()
    draft = read(3)
    assert asked.client().change(draft, ChangeRequest(title="Another title")).version == 5
    asked.client().remove_document(draft, 2)
    asked.client().delete(draft)
    assert asked.paths() == [
        f"PATCH /v1/envelopes/{draft.id}",
        f"DELETE /v1/envelopes/{draft.id}/documents/2",
        f"DELETE /v1/envelopes/{draft.id}",
    ]
    assert {each.headers["if-match"] for each in asked.asked} == {'"3"'}
    assert json.loads(asked.asked[0].content) == {"title": "Another title"}


def test_a_draft_that_is_named_by_its_id_is_read_first() -> None:
    asked = answers()

    async def change() -> None:
        async with asked.async_client() as client:
            await client.change("an-id", ChangeRequest(message=None))
            await client.delete("an-id")

    asyncio.run(change())
    assert [each.method for each in asked.asked] == ["GET", "PATCH", "GET", "DELETE"]
    assert [each.headers.get("if-match") for each in asked.asked] == [None, '"5"', None, '"5"']
    assert json.loads(asked.asked[1].content) == {"message": None}


def test_a_version_that_stands_no_more_is_an_error() -> None:
    with pytest.raises(PreconditionFailed):
        Service(problem(412, "precondition-failed")).client().change(read(3), ChangeRequest(title="a"))


def test_a_document_is_added_and_uploaded() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if str(request.url).startswith(STORE):
            return httpx.Response(200)
        return httpx.Response(201, json=document(2, "draft"))

    asked = Service(answer)
    assert asked.client().add_document("an-id", File("annex.pdf", b"pdf")).number == 2
    assert asked.paths() == ["POST /v1/envelopes/an-id/documents", "PUT /2"]
    assert asked.asked[1].content == b"pdf"


def test_what_is_done_with_an_envelope() -> None:
    asked = answers()
    client = asked.client()
    code = FactorRequestAccessCode(type_="access_code", code="sakura")
    client.copy("an-id", [FactorAgainRequest(recipient=1, factor=code)])
    client.move("an-id", "a-folder")
    client.move("an-id", None)
    client.request_again("an-id", 2, email="suzuki@example.jp")
    assert asked.paths() == [
        "POST /v1/envelopes/an-id/copy",
        "POST /v1/envelopes/an-id/move",
        "POST /v1/envelopes/an-id/move",
        "POST /v1/envelopes/an-id/recipients/2/request",
    ]
    assert [json.loads(each.content) for each in asked.asked] == [
        {"factors": [{"recipient": 1, "factor": {"type": "access_code", "code": "sakura"}}]},
        {"folder": "a-folder"},
        {"folder": None},
        {"email": "suzuki@example.jp", "phone": None},
    ]
    assert len({each.headers["idempotency-key"] for each in asked.asked}) == 4


def test_those_who_may_see_an_envelope_are_told_at_once() -> None:
    def page(name: str, cursor: str | None) -> httpx.Response:
        person = {"id": name, "name": name, "email": "a@example.jp", "may_download": True, "by": []}
        key = {"id": "k", "label": "l", "name": "n"}
        keys = [key] if cursor else []
        return httpx.Response(200, json={"people": [person], "keys": keys, "recipients": [], "next_cursor": cursor})

    access = Service(page("a", "x"), page("b", None)).client().access("an-id")
    assert ([each.id for each in access.people], len(access.keys), access.next_cursor) == (["a", "b"], 1, None)
