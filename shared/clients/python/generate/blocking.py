"""Writes the client that blocks from the asynchronous one, so that each method is written once."""

from __future__ import annotations

import re

DESCRIPTION = '"""The client that blocks. Written from asynchronous.py, not by hand."""'

WORDS = (
    (r"\basync (def|with|for)\b", r"\1"),
    (r"\bawait ", ""),
    (r"\basyncio_detailed\b", "sync_detailed"),
    (r"\basync_io\b", "blocking_io"),
    (r"\bset_async_httpx_client\b", "set_httpx_client"),
    (r"\bAsyncIterator\b", "Iterator"),
    (r"\bAsyncKeiin\b", "Keiin"),
    (r"\b__aenter__\b", "__enter__"),
    (r"\b__aexit__\b", "__exit__"),
    (r"\baclose\b", "close"),
)


def blocking(source: str) -> str:
    """The text of the module that blocks."""
    description, rest = source.split("\n", maxsplit=1)
    if not (description.startswith('"""') and description.endswith('"""')):
        raise ValueError("a module begins with a line that describes it")
    for pattern, word in WORDS:
        rest = re.sub(pattern, word, rest)
    return f"{DESCRIPTION}\n{rest}"
