"""What the generator is given: the OpenAPI document, changed where the generator needs it otherwise.

- Refusals are left out. `keiin.problems` reads them all, whichever the operation, and raises them.
- Of several forms of a body JSON alone stays, or bytes where it is a file. Of bytes it is said that they are.
- A `oneOf` beside `properties` becomes one whose members have these properties, with names of their own: the generator
  would leave the properties out.
- A `oneOf` of texts becomes one `enum`.
- A `oneOf` in an answer gets one more member, which takes what a later version of the service may say.
- A schema that is called like one of its properties gets another name: the generated code would confuse them.
- Identifiers are texts: nobody computes with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]

PREFIX = "#/components/schemas/"
BYTES = "application/octet-stream"


def prepared(document: Schema) -> Schema:
    """The document as the generator takes it; the argument is changed."""
    for operation in _operations(document):
        operation["responses"] = {
            status: {key: value for key, value in response.items() if key != "links"}
            for status, response in operation["responses"].items()
            if status.startswith("2")
        }
        content = operation.get("requestBody", {}).get("content", {})
        only = next((kind for kind in ("application/json", BYTES) if kind in content), None)
        for kind in [kind for kind in content if only is not None and kind != only]:
            del content[kind]
        for holder in (operation.get("requestBody", {}), *operation["responses"].values()):
            if BYTES in holder.get("content", {}):
                holder["content"][BYTES] = {"schema": {"type": "string", "format": "binary"}}
    schemas: dict[str, Schema] = document["components"]["schemas"]
    answered = _reachable_from_answers(document)
    for name, schema in schemas.items():
        if "oneOf" in schema:
            schemas[name] = _named_members(name, schema, open_ended=name in answered)
        elif name.lower() in schema.get("properties", {}):
            schema["title"] = f"{name}Answer"
    for schema in _all_schemas(document):
        if schema.get("format") == "uuid":
            del schema["format"]
    return document


def _operations(document: Schema) -> Iterator[Schema]:
    for path in document["paths"].values():
        for method, operation in path.items():
            if method in {"get", "put", "post", "delete", "patch", "head", "options"}:
                yield operation


def _all_schemas(value: object) -> Iterator[Schema]:
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from _all_schemas(part)
    elif isinstance(value, list):
        for part in value:
            yield from _all_schemas(part)


def _reachable_from_answers(document: Schema) -> set[str]:
    schemas = document["components"]["schemas"]
    found: set[str] = set()
    waiting: list[object] = [operation["responses"] for operation in _operations(document)]
    while waiting:
        for schema in _all_schemas(waiting.pop()):
            name = schema.get("$ref", "")
            if isinstance(name, str) and name.startswith(PREFIX) and name not in found:
                found.add(name)
                waiting.append(schemas[name.removeprefix(PREFIX)])
    return {name.removeprefix(PREFIX) for name in found}


def _named_members(name: str, schema: Schema, *, open_ended: bool) -> Schema:
    members: list[Schema] = schema["oneOf"]
    description = {"description": schema["description"]} if "description" in schema else {}
    if all(member.get("type") == "string" and ("const" in member or "enum" in member) for member in members):
        texts = [text for member in members for text in member.get("enum", [member.get("const")])]
        return {**description, "type": "string", "enum": texts}
    shared: Schema = {key: schema[key] for key in ("properties", "required") if key in schema}
    named = [_member(shared, member, name) for member in members]
    if open_ended:
        kinds = {key for member in members for key, part in member.get("properties", {}).items() if "const" in part}
        other: Schema = {
            "description": "What this version of the client does not know.",
            "type": "object",
            "properties": {kind: {"type": "string"} for kind in sorted(kinds)},
            "required": sorted(kinds),
        }
        named.append({**_with(shared, other, name), "title": f"{name}Other"})
    return {**description, "oneOf": named}


def _member(shared: Schema, member: Schema, name: str) -> Schema:
    if member.get("type") == "object":
        return _with(shared, member, name)
    if "const" not in member:
        return member
    # A constant beside objects: of an `enum` the generated code asks whether it is a text, of a `const` it does not.
    rest = {key: value for key, value in member.items() if key != "const"}
    return {**rest, "title": name + member["const"].capitalize(), "enum": [member["const"]]}


def _with(shared: Schema, member: Schema, name: str) -> Schema:
    """A member with the properties of all, called by its constant, or by the only property that it has."""
    properties: dict[str, Schema] = member.get("properties", {})
    constants = [part["const"] for part in properties.values() if "const" in part] or list(properties)[:1]
    return {
        **member,
        "title": name + "".join(word.capitalize() for word in re.split(r"[_-]", "_".join(constants))),
        "properties": {**shared.get("properties", {}), **properties},
        "required": [*shared.get("required", []), *member.get("required", [])],
    }
