from __future__ import annotations

from typing import Any

import pytest

from blocking import blocking
from document import prepared


def document(schemas: dict[str, Any], answered: str) -> dict[str, Any]:
    answer = {"content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{answered}"}}}, "links": {}}
    body: dict[str, Any] = {"content": {"multipart/form-data": {}, "application/json": {}}}
    operation = {"responses": {"200": answer, "404": {}}, "requestBody": body}
    return prepared({"paths": {"/a": {"post": operation, "parameters": []}}, "components": {"schemas": schemas}})


def one_of(*members: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"oneOf": list(members), **more}


def kind(name: str, **properties: Any) -> dict[str, Any]:
    constant = {"type": "string", "const": name}
    return {"type": "object", "required": ["kind"], "properties": {"kind": constant, **properties}}


def test_refusals_and_other_forms_of_a_body_are_left_out() -> None:
    operation = document({"A": {"type": "object"}}, "A")["paths"]["/a"]["post"]
    assert list(operation["responses"]) == ["200"]
    assert "links" not in operation["responses"]["200"]
    assert list(operation["requestBody"]["content"]) == ["application/json"]


def test_texts_are_one_enum() -> None:
    texts = one_of({"type": "string", "enum": ["a", "b"]}, {"type": "string", "const": "c"}, description="A text.")
    told = document({"A": texts}, "A")["components"]["schemas"]["A"]
    assert told == {"description": "A text.", "type": "string", "enum": ["a", "b", "c"]}


def test_members_have_names_and_the_properties_of_all() -> None:
    shared = {"properties": {"id": {"type": "string", "format": "uuid"}}, "required": ["id"], "type": "object"}
    members = document({"A": one_of(kind("side_by-side"), **shared)}, "A")["components"]["schemas"]["A"]["oneOf"]
    assert [member["title"] for member in members] == ["ASideBySide", "AOther"]
    for member in members:
        assert member["required"] == ["id", "kind"]
        assert member["properties"]["id"] == {"type": "string"}
    assert members[1]["properties"]["kind"] == {"type": "string"}


def test_only_what_is_answered_may_be_something_else() -> None:
    schemas = {
        "Asked": one_of(kind("a")),
        "Answered": {"type": "object", "properties": {"by": {"$ref": "#/components/schemas/By"}}},
        "By": one_of({"type": "string", "const": "operator"}, {"type": "object", "properties": {"recipient": {}}}),
    }
    told = document(schemas, "Answered")["components"]["schemas"]
    assert [member["title"] for member in told["Asked"]["oneOf"]] == ["AskedA"]
    assert [member["title"] for member in told["By"]["oneOf"]] == ["ByOperator", "ByRecipient", "ByOther"]
    assert told["By"]["oneOf"][0] == {"type": "string", "title": "ByOperator", "enum": ["operator"]}


def test_a_schema_is_not_called_like_its_property() -> None:
    told = document({"Events": {"type": "object", "properties": {"events": {}}}}, "Events")
    assert told["components"]["schemas"]["Events"]["title"] == "EventsAnswer"


def test_the_client_that_blocks_awaits_nothing() -> None:
    source = (
        '"""A client."""\nasync def get() -> AsyncIterator[int]:\n    async for a in b:\n        await c.aclose()\n'
    )
    told = blocking(source, "a.py")
    assert told == (
        '"""A client."""\n# Written from a.py, not by hand.\n'
        "def get() -> Iterator[int]:\n    for a in b:\n        c.close()\n"
    )
    with pytest.raises(ValueError, match="describes"):
        blocking("import a\n", "a.py")


def test_what_is_awaited_in_groups_of_calls_is_there_at_once() -> None:
    source = (
        '"""Calls."""\nfrom .asynchronous_groups.calls import AsyncCalls\n'
        "def pages(fetch: Callable[[str], Awaitable[Response[P]]], raw: Awaitable[int]) -> None:\n"
        "    raw.get_async_httpx_client()\n"
    )
    assert blocking(source, "a.py").endswith(
        "from .groups.calls import Calls\n"
        "def pages(fetch: Callable[[str], Response[P]], raw: int) -> None:\n"
        "    raw.get_httpx_client()\n"
    )
