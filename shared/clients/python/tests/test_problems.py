from __future__ import annotations

import asyncio

import httpx
import pytest
from service import Service, problem

from keiin import Conflict, Forbidden, Gone, InvalidFields, InvalidRequest, KeiinError, NotFound, Problem, Unauthorized
from keiin.generated.api.envelopes import get_envelope
from keiin.problems import problem_of


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, InvalidRequest),
        (401, Unauthorized),
        (403, Forbidden),
        (404, NotFound),
        (409, Conflict),
        (410, Gone),
        (418, Problem),
        (422, InvalidFields),
    ],
)
def test_each_status_has_a_type(status: int, kind: type[Problem]) -> None:
    with pytest.raises(kind) as raised:
        Service(problem(status, "a-code")).client().get("an-id")
    assert type(raised.value) is kind
    told = (raised.value.status, raised.value.code, raised.value.title, raised.value.detail)
    assert told == (status, "a-code", "A title.", "A detail.")


def test_wrong_fields_are_found_by_pointer() -> None:
    errors = [{"pointer": "/recipients/0/email", "code": "no-address", "detail": "It has no @."}]
    with pytest.raises(InvalidFields, match=r"/recipients/0/email: It has no @\.") as raised:
        Service(problem(422, "invalid-fields", errors=errors)).client().get("an-id")
    assert raised.value.errors["/recipients/0/email"].code == "no-address"


def test_the_generated_functions_raise_them_too() -> None:
    asked = Service(problem(404, "unknown-envelope"))
    with pytest.raises(NotFound):
        get_envelope.sync("an-id", client=asked.client().raw)
    with pytest.raises(NotFound):
        asyncio.run(get_envelope.asyncio("an-id", client=asked.async_client().raw))


def test_whoever_answers_without_a_document_is_understood() -> None:
    bodies = (b"", b"<html>", b"[]", b'"text"', b'{"errors": [1, {}], "code": 7}', b"\xff")
    assert {problem_of(502, body).title for body in bodies} == {"The request failed."}


def test_an_answer_that_the_document_does_not_have_is_an_error() -> None:
    with pytest.raises(KeiinError, match="204"):
        Service(httpx.Response(204)).client().get("an-id")
