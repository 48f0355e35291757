"""Where the service is, and by which key."""

from __future__ import annotations

import os
from typing import Literal
from urllib.parse import urlsplit

from .problems import KeiinError

__version__ = "0.1.0"

Language = Literal["ja", "en"]

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def base_url(given: str | None) -> str:
    """The service's address: what is given, or `KEIIN_URL`. A key does not go over the network unencrypted."""
    url = (given or os.environ.get("KEIIN_URL", "")).rstrip("/")
    if not url:
        raise KeiinError("where is the service? Give url, or set KEIIN_URL")
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise KeiinError(f"the service's address begins with https://, unless it is on this machine: {url!r}")
    return url


def api_key(given: str | None) -> str:
    """What is given, or `KEIIN_API_KEY`."""
    # An empty one is a mistake of whoever looked it up, and not a wish for that of the environment.
    key = os.environ.get("KEIIN_API_KEY", "") if given is None else given
    if not key:
        raise KeiinError("the API key is missing: give api_key, or set KEIIN_API_KEY")
    return key


def organisation(given: str | None) -> str | None:
    """What is given, or `KEIIN_ORGANISATION`: for which organisation a person's token is used."""
    return given or os.environ.get("KEIIN_ORGANISATION") or None


def headers(key: str, language: Language | None, organisation: str | None) -> dict[str, str]:
    """What goes with every request to the API."""
    told = {
        "Authorization": f"Bearer {key}",
        "User-Agent": f"keiin-python/{__version__}",
        "Accept-Language": language,
        "Keiin-Organisation": organisation,
    }
    return {name: value for name, value in told.items() if value}
