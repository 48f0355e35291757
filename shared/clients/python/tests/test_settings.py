from __future__ import annotations

import asyncio

import httpx
import pytest
from service import URL, Service, envelope

from keiin import AsyncKeiin, Keiin, KeiinError


def test_address_and_key_may_stand_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("KEIIN_URL", "KEIIN_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(KeiinError, match="KEIIN_URL"):
        Keiin()
    monkeypatch.setenv("KEIIN_URL", "https://keiin.example/")
    with pytest.raises(KeiinError, match="KEIIN_API_KEY"):
        Keiin()
    monkeypatch.setenv("KEIIN_API_KEY", "a-key")
    with Keiin() as client:
        assert "https://keiin.example" in repr(client.raw)
    with pytest.raises(KeiinError, match="KEIIN_API_KEY"):
        Keiin(api_key="")


def test_a_key_does_not_go_over_the_network_unencrypted() -> None:
    for url in ("http://keiin.example", "keiin.example", "http://localhost.example", "ftp://localhost"):
        with pytest.raises(KeiinError, match="https"):
            Keiin(url, "a-key")
    Keiin("http://localhost:4566", "a-key").close()


def test_the_organisation_of_a_token_goes_with_every_call(monkeypatch: pytest.MonkeyPatch) -> None:
    def named(organisation: str | None) -> list[str | None]:
        asked = Service(httpx.Response(200, json=envelope()))
        transport = httpx.MockTransport(asked)
        with Keiin(URL, "a.signed.token", organisation=organisation, transport=transport) as client:
            client.get("an-id")
            client.remind("an-id")

        async def get() -> None:
            async with AsyncKeiin(URL, "a.signed.token", organisation=organisation, transport=transport) as client:
                await client.get("an-id")

        asyncio.run(get())
        return [each.headers.get("keiin-organisation") for each in asked.asked]

    monkeypatch.delenv("KEIIN_ORGANISATION", raising=False)
    assert named("takikawa") == ["takikawa"] * 3
    assert named(None) == [None] * 3
    monkeypatch.setenv("KEIIN_ORGANISATION", "takikawa")
    assert named(None) == ["takikawa"] * 3
    assert named("sunagawa") == ["sunagawa"] * 3
