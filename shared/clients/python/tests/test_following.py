from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path
from typing import Any

import httpx
import pytest
from service import STORE, Service, document, envelope

from keiin import DownloadFailed, File, KeiinError, NotReached, StillWaiting
from keiin.models import FetchFileWhich, RecipientOther, RecipientSigner, SealerOther, SealerRecipient


@pytest.fixture(autouse=True)
def _without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    async def pause(_: float) -> None:
        pass

    monkeypatch.setattr("keiin.client.pause", lambda _: None)
    monkeypatch.setattr("keiin.asynchronous.pause", pause)


def stands(*statuses: str) -> Service:
    return Service(*(httpx.Response(200, json=envelope(status)) for status in statuses))


def test_waits_until_it_is_reached() -> None:
    asked = stands("sending", "in_progress", "completed")
    assert asked.client().wait_until_completed("an-id").status == "completed"
    assert len(asked.asked) == 3
    assert stands("sending", "sent").client().wait_until_sent("an-id").status == "sent"

    async def wait() -> str:
        return (await stands("sent", "completed").async_client().wait_until_completed("an-id")).status

    assert asyncio.run(wait()) == "completed"


@pytest.mark.parametrize("status", ["declined", "voided", "expired", "failed", "draft"])
def test_does_not_wait_for_what_will_not_come(status: str) -> None:
    with pytest.raises(NotReached, match=status) as raised:
        stands("sending", status).client().wait_until_completed("an-id")
    assert raised.value.envelope.status == status


def test_a_refused_document_is_named() -> None:
    refusal = {"code": "encrypted", "detail": "It takes a password.", "detail_ja": "…"}
    refused = document(1, "draft", state="refused", refusal=refusal)
    asked = Service(httpx.Response(200, json=envelope("draft", documents=[refused])))
    with pytest.raises(NotReached, match=r"contract: It takes a password\."):
        asked.client().wait_until_sent("an-id")


def test_waits_no_longer_than_asked() -> None:
    with pytest.raises(StillWaiting):
        stands("in_progress").client().wait_until_completed("an-id", timeout=0)


def page(ids: list[str], cursor: str | None) -> httpx.Response:
    whole = envelope("sent")
    kept = ("number", "title", "status", "sender", "created_at", "deadline", "folder", "version")
    envelopes = [{"id": each, "awaited": None, **{key: whole[key] for key in kept}} for each in ids]
    return httpx.Response(200, json={"envelopes": envelopes, "next_cursor": cursor})


def test_a_list_goes_on_over_empty_pages() -> None:
    def pages() -> Service:
        return Service(page(["a", "b"], "x"), page([], "y"), page(["c"], None))

    asked = pages()
    assert [each.id for each in asked.client().envelopes("sent")] == ["a", "b", "c"]
    queries = [dict(each.url.params) for each in asked.asked]
    assert [query.get("cursor") for query in queries] == [None, "x", "y"]
    assert {query["status"] for query in queries} == {"sent"}
    filtered = Service(page([], None))
    assert list(filtered.client().envelopes(folder="a-folder", sender="a-person", page_size=7)) == []
    assert dict(filtered.asked[0].url.params) == {"folder": "a-folder", "sender": "a-person", "limit": "7"}

    async def listed() -> list[str]:
        return [each.id async for each in pages().async_client().envelopes()]

    assert asyncio.run(listed()) == ["a", "b", "c"]


def test_a_broken_chain_is_an_error() -> None:
    head = {"sequence": 1, "digest": "0" * 64}
    answer: dict[str, Any] = {"events": [], "next_cursor": None, "head": head, "intact": False, "broken": "event 2"}
    with pytest.raises(KeiinError, match="event 2"):
        list(Service(httpx.Response(200, json=answer)).client().events("an-id"))


def signed(sha256: str) -> dict[str, Any]:
    download = {"url": f"{STORE}/signed", "sha256": sha256}
    documents = [document(number, "completed", download=download) for number in (1, 2)]
    return envelope("completed", documents=documents)


def test_files_are_fetched_without_the_key_and_two_of_one_name_are_told_apart(tmp_path: Path) -> None:
    stored = httpx.Response(200, content=b"signed")
    asked = Service(httpx.Response(200, json=signed(hashlib.sha256(b"signed").hexdigest())), stored)
    paths = asked.client().download("an-id", tmp_path / "new")
    assert [path.name for path in paths] == ["contract.pdf", "contract (2).pdf"]
    assert [path.read_bytes() for path in paths] == [b"signed", b"signed"]
    assert "authorization" not in asked.asked[1].headers


def test_another_file_than_the_signed_one_is_not_left_behind(tmp_path: Path) -> None:
    asked = Service(httpx.Response(200, json=signed("0" * 64)), httpx.Response(200, content=b"other"))
    with pytest.raises(DownloadFailed, match="SHA-256"):
        asked.client().download("an-id", tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("which", ["original", "current", "signed"])
def test_each_file_of_a_document_is_fetched_as_bytes(which: FetchFileWhich) -> None:
    def file(sha256: str) -> httpx.Response:
        told = {
            "document": 2,
            "url": f"{STORE}/{which}",
            "sha256": sha256,
            "size": 3,
            "expires_at": "2026-11-22T00:15:00Z",
        }
        return httpx.Response(200, json=told)

    asked = Service(file(hashlib.sha256(b"pdf").hexdigest()), httpx.Response(200, content=b"pdf"))
    assert asked.client().fetch_file("an-id", 2, which) == b"pdf"
    assert asked.paths() == [f"GET /v1/envelopes/an-id/documents/2/files/{which}", f"GET /{which}"]
    assert "authorization" not in asked.asked[1].headers
    with pytest.raises(DownloadFailed, match="SHA-256"):
        Service(file("0" * 64), httpx.Response(200, content=b"pdf")).client().fetch_file("an-id", 2, which)


def test_what_a_later_service_says_does_not_break_the_client() -> None:
    recipient = {
        "number": 1,
        "order": 1,
        "name": "A",
        "company": None,
        "email": "a@example.jp",
        "language": "ja",
        "state": {"name": "waiting"},
    }
    recipients = [
        {**recipient, "kind": "signer", "seal": {"type": "contract"}, "later": 1},
        {**recipient, "kind": "witness"},
    ]
    told = Service(httpx.Response(200, json=envelope("paused", recipients=recipients, later="a"))).client().get("an-id")
    signer, witness = told.recipients
    assert (str(told.status), told.additional_properties) == ("paused", {"later": "a"})
    assert isinstance(signer, RecipientSigner)
    assert isinstance(witness, RecipientOther)
    assert (witness.kind, witness.email) == ("witness", "a@example.jp")


def test_seals_of_the_operator_and_of_signers_are_told_apart() -> None:
    seal = {"timestamped_at": None, "authority": None, "accredited": None, "sha256": None}
    seals = [{**seal, "by": by} for by in ("operator", {"recipient": 2}, {"witness": 3})]
    sealed = document(1, "completed", seals=seals)
    told = Service(httpx.Response(200, json=envelope("completed", documents=[sealed]))).client().get("an-id")
    operator, signer, other = (each.by for each in told.documents[0].seals)
    assert operator == "operator"
    assert isinstance(signer, SealerRecipient)
    assert signer.recipient == 2
    assert isinstance(other, SealerOther)
    assert other["witness"] == 3


def test_a_large_file_is_left_in_the_store_to_be_verified() -> None:
    put = {"method": "PUT", "url": f"{STORE}/x", "headers": {"a": "b"}, "expires_at": "2026-11-22T00:15:00Z"}
    begun = httpx.Response(201, json={"upload": "token", "put": put})
    findings: dict[str, Any] = {
        "outcome": "unsigned",
        "summary": "s",
        "notes": [],
        "verified_at": "2026-11-22T00:00:00Z",
        "proof_until": None,
        "size": 1,
        "sha256": "0" * 64,
        "signatures": [],
        "signatures_omitted": 0,
    }
    found = httpx.Response(200, json=findings)
    asked = Service(begun, httpx.Response(200), found)
    assert asked.client().verify(File("a.pdf", b"x" * 5_000_000)).outcome == "unsigned"
    assert asked.paths() == ["POST /v1/verify/uploads", "PUT /x", "POST /v1/verify"]
    small = Service(found)
    small.client().verify(File("a.pdf", b"x"), language="en")
    assert (small.asked[0].headers["content-type"], small.asked[0].url.query) == ("application/pdf", b"lang=en")
