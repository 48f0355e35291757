import pytest

from keiin import Keiin, KeiinError


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


def test_a_key_does_not_go_over_the_network_unencrypted() -> None:
    for url in ("http://keiin.example", "keiin.example", "http://localhost.example", "ftp://localhost"):
        with pytest.raises(KeiinError, match="https"):
            Keiin(url, "a-key")
    Keiin("http://localhost:4566", "a-key").close()
