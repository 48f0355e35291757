"""Writes the client that blocks from the asynchronous one, so that each method is written once."""

from __future__ import annotations

import re

WORDS = (
    (r"\basync (def|with|for)\b", r"\1"),
    (r"\bawait ", ""),
    (r"\basyncio_detailed\b", "sync_detailed"),
    (r"\basync_io\b", "blocking_io"),
    (r"\basynchronous_groups\b", "groups"),
    (r"\b([gs]et)_async_httpx_client\b", r"\1_httpx_client"),
    (r"\bAwaitable\[([^\[\]]+(\[[^\[\]]+\])?)\]", r"\1"),
    (r"\bAsync([A-Z]\w+)\b", r"\1"),
    (r"\b__aenter__\b", "__enter__"),
    (r"\b__aexit__\b", "__exit__"),
    (r"\baclose\b", "close"),
)


def blocking(source: str, origin: str) -> str:
    """The text of the module that blocks, which follows from the source of another one."""
    description, rest = source.split("\n", maxsplit=1)
    if not (description.startswith('"""') and description.endswith('"""')):
        raise ValueError("a module begins with a line that describes it")
    for pattern, word in WORDS:
        rest = re.sub(pattern, word, rest)
    return f"{description}\n# Written from {origin}, not by hand.\n{rest}"
