"""What the blocking client does beside HTTP."""

import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import httpx

from .transports import RetryingTransport as Retrying
from .transports import raise_problem as raise_problem

__all__ = ["Http", "HttpTransport", "Retrying", "Transport", "in_thread", "pause", "raise_problem"]

P = ParamSpec("P")
T = TypeVar("T")

Http = httpx.Client
HttpTransport = httpx.HTTPTransport
Transport = httpx.BaseTransport

pause = time.sleep


def in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """There is nothing beside which it could be done."""
    return function(*args, **kwargs)
