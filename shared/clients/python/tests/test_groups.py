from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from service import Service

from keiin import File, Keiin, KeiinError
from keiin.models import (
    ContactChangeRequest,
    ContactRequest,
    Folder,
    FolderChangeRequest,
    FolderRequest,
    GrantEntry,
    HolderRequestService,
    KeyRequest,
    OrganisationChangeRequest,
    OwnKeyRequest,
    Person,
    PersonChangeRequest,
    PersonRequest,
    SealChangeRequest,
)

PERSON: dict[str, Any] = {
    "id": "a-person",
    "name": "高橋 一郎",
    "email": "takahashi@example.jp",
    "language": "ja",
    "roles": ["sender"],
    "groups": [],
    "state": {"type": "invited", "until": "2026-11-29T00:00:00Z"},
    "added_at": "2026-11-22T00:00:00Z",
    "version": 3,
}
FOLDER: dict[str, Any] = {
    "id": "a-folder",
    "name": "契約書",
    "parent": None,
    "inherits": True,
    "own_level": "manage",
    "grants": [{"to": "everybody", "level": "see"}, {"to": "group", "group": "a-group", "level": "see"}],
}
CONTACT: dict[str, Any] = {
    "id": "a-contact",
    "scope": "shared",
    "name": "鈴木 太郎",
    "email": "suzuki@example.jp",
    "kana": None,
    "company": None,
    "department": None,
    "job_title": None,
    "phone": None,
    "language": "ja",
    "note": None,
    "changed_at": "2026-11-22T00:00:00Z",
    "version": 7,
}
KEY: dict[str, Any] = {
    "id": "a-key",
    "label": "a label",
    "holder": {"type": "person", "id": "a-person"},
    "scopes": ["envelopes:read"],
    "addresses": [],
    "expires_at": None,
    "made_at": "2026-11-22T00:00:00Z",
    "last_used_at": None,
}


MADE = {
    "/v1/folders",
    "/v1/contacts",
    "/v1/me/keys",
    *(f"/v1/organisation/{name}" for name in ("people", "groups", "keys")),
}


def answers(told: dict[str, Any]) -> Service:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "DELETE":
            return httpx.Response(204)
        status = 201 if request.method == "POST" and request.url.path in MADE else 200
        return httpx.Response(status, json=told, headers={"ETag": '"9"'})

    return Service(answer)


def pages(name: str, *items: dict[str, Any], **more: Any) -> Service:
    """One thing a page."""
    cursors = [*map(str, range(1, len(items))), None]
    listed = zip(items, cursors, strict=True)
    return Service(
        *(httpx.Response(200, json={name: [each], "next_cursor": cursor, **more}) for each, cursor in listed)
    )


def test_lists_are_read_page_by_page() -> None:
    others = [{**PERSON, "id": name} for name in ("a", "b", "c")]
    asked = pages("people", *others)
    assert [each.id for each in asked.client().people.list(page_size=1)] == ["a", "b", "c"]
    assert [each.url.params.get("cursor") for each in asked.asked] == [None, "1", "2"]
    assert {each.url.params["limit"] for each in asked.asked} == {"1"}

    async def listed() -> list[str]:
        return [each.id async for each in pages("people", *others).async_client().people.list()]

    assert asyncio.run(listed()) == ["a", "b", "c"]
    assert [each.id for each in pages("keys", KEY, {**KEY, "id": "b"}).client().keys.list()] == ["a-key", "b"]
    found = pages("contacts", CONTACT, CONTACT)
    assert len(list(found.client().contacts.find("すず", scope="shared"))) == 2
    assert {(each.url.params["q"], each.url.params["scope"]) for each in found.asked} == {("すず", "shared")}


def test_a_person_and_a_contact_are_changed_in_the_version_that_was_read() -> None:
    asked = answers(PERSON)
    people = asked.client().people
    people.change(Person.from_dict(PERSON), PersonChangeRequest(roles=["administrator"]))
    people.change("a-person", PersonChangeRequest(name="高橋 二郎"))
    assert [each.method for each in asked.asked] == ["PATCH", "GET", "PATCH"]
    assert [each.headers.get("if-match") for each in asked.asked] == ['"3"', None, '"3"']
    booked = answers(CONTACT)
    contacts = booked.client().contacts
    contact = contacts.add(ContactRequest(name="鈴木 太郎", email="suzuki@example.jp", scope="shared"))
    contacts.change(contact, ContactChangeRequest(company="A"))
    contacts.remove(contact)
    assert booked.paths() == ["POST /v1/contacts", "PATCH /v1/contacts/a-contact", "DELETE /v1/contacts/a-contact"]
    assert [each.headers.get("if-match") for each in booked.asked] == [None, '"7"', '"7"']


def test_what_does_not_say_its_version_is_read_before_it_is_changed() -> None:
    asked = answers(FOLDER)
    folders = asked.client().folders
    folders.change(Folder.from_dict(FOLDER), FolderChangeRequest(name="覚書"))
    folders.change("a-folder", lambda folder: FolderChangeRequest(name=f"{folder.name} 2026"))
    assert [each.method for each in asked.asked] == ["GET", "PATCH"] * 2
    assert [each.headers.get("if-match") for each in asked.asked] == [None, '"9"'] * 2
    assert [json.loads(each.content) for each in asked.asked[1::2]] == [{"name": "覚書"}, {"name": "契約書 2026"}]
    with pytest.raises(KeiinError, match="version"):
        Service(httpx.Response(200, json=FOLDER)).client().folders.change("a-folder", FolderChangeRequest(name="a"))


def test_a_right_takes_the_place_of_another_of_the_same() -> None:
    asked = answers(FOLDER)
    folders = asked.client().folders
    folders.grant("a-folder", GrantEntry(to="group", group="a-group", level="change"))
    folders.grant("a-folder", GrantEntry(to="person", person="a-person", level="manage"))
    folders.revoke("a-folder", GrantEntry(to="everybody", level="download"))
    grants = [[each["level"] for each in json.loads(patch.content)["grants"]] for patch in asked.asked[1::2]]
    assert grants == [["see", "change"], ["see", "see", "manage"], ["see"]]


def test_a_csv_file_goes_as_it_is_and_again_where_the_answer_was_lost() -> None:
    counted = httpx.Response(200, json={"added": 1, "updated": 0, "unchanged": 0})
    asked = Service(httpx.ReadTimeout("late"), counted)
    file = File("contacts.csv", "氏名,メールアドレス\n".encode("cp932"))
    assert asked.client().contacts.import_csv(file, scope="own", existing="keep").added == 1
    for each in asked.asked:
        assert each.content == file.data
        assert dict(each.url.params) == {"scope": "own", "existing": "keep"}
        assert each.headers["content-type"] == "application/octet-stream"
    assert len({each.headers["idempotency-key"] for each in asked.asked}) == 1
    exported = Service(httpx.Response(200, content=b"csv"))
    assert exported.client().contacts.export_csv("own", encoding="cp932") == b"csv"


def test_a_broken_log_is_an_error() -> None:
    entry = {
        "organisation": "a",
        "sequence": 1,
        "previous": "0" * 64,
        "at": "2026-11-22T00:00:00Z",
        "by": {"type": "operator"},
        "type": "person_invited",
    }
    head = {"sequence": 1, "digest": "0" * 64}
    entries = pages("entries", entry, entry, head=head, intact=True).client().organisation.log()
    assert [each.type_ for each in entries] == ["person_invited"] * 2
    with pytest.raises(KeiinError, match="log"):
        list(pages("entries", entry, head=head, intact=False).client().organisation.log())


@pytest.mark.parametrize(
    ("call", "path"),
    [
        (lambda client: client.folders.add("契約書"), "POST /v1/folders"),
        (lambda client: client.folders.add(FolderRequest(name="a", parent="b")), "POST /v1/folders"),
        (lambda client: client.folders.get("a"), "GET /v1/folders/a"),
    ],
)
def test_calls_about_folders(call: Callable[[Keiin], object], path: str) -> None:
    asked = answers(FOLDER)
    call(asked.client())
    assert asked.paths() == [path]


@pytest.mark.parametrize(
    ("call", "path"),
    [
        (
            lambda people: people.invite(PersonRequest(name="a", email="a@example.jp", roles=["sender"])),
            "POST /v1/organisation/people",
        ),
        (lambda people: people.get("a"), "GET /v1/organisation/people/a"),
        (lambda people: people.invite_again("a"), "POST /v1/organisation/people/a/invitation"),
        (lambda people: people.deactivate("a"), "POST /v1/organisation/people/a/deactivate"),
        (lambda people: people.reactivate("a"), "POST /v1/organisation/people/a/reactivate"),
        (lambda people: people.end_session("a", "b"), "DELETE /v1/organisation/people/a/sessions/b"),
        (lambda people: people.end_sessions("a"), "DELETE /v1/organisation/people/a/sessions"),
    ],
)
def test_calls_about_people(call: Callable[[Any], object], path: str) -> None:
    asked = answers(PERSON)
    call(asked.client().people)
    assert asked.paths() == [path]
    assert ("idempotency-key" in asked.asked[0].headers) == path.startswith("POST")


def test_groups_and_folders_are_changed_and_removed_as_they_were_read() -> None:
    groups = answers({"id": "a", "name": "A", "groups": [{"id": "a", "name": "A"}]})
    named = groups.client().groups
    assert [each.name for each in named.list()] == ["A"]
    named.rename(named.add("A"), "B")
    named.remove("a")
    assert groups.paths() == [
        "GET /v1/organisation/groups",
        "POST /v1/organisation/groups",
        "GET /v1/organisation/groups/a",
        "PATCH /v1/organisation/groups/a",
        "GET /v1/organisation/groups/a",
        "DELETE /v1/organisation/groups/a",
    ]
    assert [each.headers.get("if-match") for each in groups.asked] == [None, None, None, '"9"', None, '"9"']
    folders = answers(FOLDER)
    folders.client().folders.remove("a")
    assert folders.paths() == ["GET /v1/folders/a", "DELETE /v1/folders/a"]
    assert folders.asked[1].headers["if-match"] == '"9"'


def test_what_somebody_else_has_changed_since_it_was_read_is_not_changed() -> None:
    read = answers({"id": "a", "name": "A"}).client().groups.get("a")
    since = answers({"id": "a", "name": "B"})
    groups = since.client().groups
    for call in (lambda: groups.rename(read, "C"), lambda: groups.remove(read)):
        with pytest.raises(KeiinError, match="changed it since it was read"):
            call()
    folder = answers(FOLDER).client().folders.get("a")
    other = answers({**FOLDER, "grants": [{"to": "everybody", "level": "see"}]})
    folders = other.client().folders
    for change in (lambda: folders.change(folder, FolderChangeRequest(name="c")), lambda: folders.remove(folder)):
        with pytest.raises(KeiinError, match="changed it since it was read"):
            change()
    assert {each.method for each in [*since.asked, *other.asked]} == {"GET"}
    # What a function makes of it is made of what stands.
    folders.change(folder, lambda it: FolderChangeRequest(grants=[*it.grants]))
    assert other.asked[-1].method == "PATCH"


def test_calls_about_sessions_and_keys() -> None:
    sessions = answers({"sessions": []})
    assert list(sessions.client().people.sessions("a")) == []
    assert list(sessions.client().me.sessions()) == []
    sessions.client().me.end_session("b")
    assert sessions.paths() == [
        "GET /v1/organisation/people/a/sessions",
        "GET /v1/me/sessions",
        "DELETE /v1/me/sessions/b",
    ]
    keys = answers({**KEY, "key": "shown once", "keys": [KEY]})
    client = keys.client()
    holder = HolderRequestService(type_="service", name="a", email="a@example.jp")
    made = client.keys.make(KeyRequest(label="a", scopes=["envelopes:read"], holder=holder))
    client.keys.revoke(made)
    assert [each.id for each in client.me.keys.list()] == ["a-key"]
    client.me.keys.make(OwnKeyRequest(label="a", scopes=["envelopes:read"]))
    client.me.keys.revoke("a")
    assert keys.paths() == [
        "POST /v1/organisation/keys",
        "DELETE /v1/organisation/keys/a-key",
        "GET /v1/me/keys",
        "POST /v1/me/keys",
        "DELETE /v1/me/keys/a",
    ]


def test_calls_about_seals_and_the_organisation() -> None:
    seal = {
        "id": "a",
        "organisation": "a",
        "name": "A",
        "name_en": None,
        "state": "ready",
        "certificate": None,
        "persons": ["a@example.jp"],
        "may_ask": [],
    }
    sealed = answers({**seal, "seals": [seal], "uses": [], "next_cursor": None})
    seals = sealed.client().seals
    assert [each.id for each in seals.list()] == ["a"]
    assert seals.get("a").name == "A"
    assert list(seals.uses("a")) == []
    seals.change("a", lambda seal: SealChangeRequest(persons=[*seal.persons, "b@example.jp"]))
    assert sealed.paths()[-2:] == ["GET /v1/organisation/seals/a", "PATCH /v1/organisation/seals/a"]
    assert json.loads(sealed.asked[-1].content) == {"persons": ["a@example.jp", "b@example.jp"]}
    assert sealed.asked[-1].headers["if-match"] == '"9"'


def test_what_holds_for_the_organisation_is_changed_in_the_version_that_was_read() -> None:
    told: dict[str, Any] = {
        "id": "a",
        "name": "A",
        "name_en": None,
        "added_at": "2026-11-22T00:00:00Z",
        "addresses": [],
        "address_bound_links": "none",
        "brand": {"name": None, "name_en": None, "accent": None, "mail_sender": None},
        "envelopes": {
            "required": [],
            "deadline_days": 30,
            "deadline_end": "day",
            "forwarding_allowed": True,
            "keep_contacts": "own",
            "own_fields": [],
            "retention": "7y",
            "tax": None,
        },
        "fiscal_year_end": None,
        "members": {"mail_domains": [], "second_factor_required": False},
        "provider": None,
        "quota": None,
        "time_zone": "Asia/Tokyo",
        "two_factor_required": False,
    }
    asked = answers(told)
    asked.client().organisation.change(OrganisationChangeRequest(name_en="A"))
    assert [each.headers.get("if-match") for each in asked.asked] == [None, '"9"']
    assert json.loads(asked.asked[1].content) == {"name_en": "A"}
