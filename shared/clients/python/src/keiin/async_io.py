"""What the asynchronous client does beside HTTP."""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import httpx

from .transports import AsyncRetryingTransport as Retrying
from .transports import raise_problem_async as raise_problem

__all__ = ["Http", "HttpTransport", "Retrying", "Transport", "in_thread", "pause", "raise_problem"]

P = ParamSpec("P")
T = TypeVar("T")

Http = httpx.AsyncClient
HttpTransport = httpx.AsyncHTTPTransport
Transport = httpx.AsyncBaseTransport

pause = asyncio.sleep


async def in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Reads and writes files beside the event loop."""
    return await asyncio.to_thread(function, *args, **kwargs)
