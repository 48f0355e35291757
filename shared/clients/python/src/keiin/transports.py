"""Repeats requests below httpx, so that the generated code does so too."""

from __future__ import annotations

import asyncio
import time
from itertools import count

import httpx

from .problems import code_of, problem_of
from .retries import TOO_MANY_REQUESTS, Retries


class RetryingTransport(httpx.BaseTransport):
    """Repeats requests."""

    def __init__(self, inner: httpx.BaseTransport, retries: Retries) -> None:
        """Over another transport."""
        self._inner = inner
        self._retries = retries

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Asks until there is an answer to be given on."""
        # A body that is read from a file is read once.
        request.read()
        for attempt in count():
            try:
                response = self._inner.handle_request(request)
            except httpx.TransportError:
                pause = self._retries.after_failure(attempt, request.method, request.headers)
                if pause is None:
                    raise
            else:
                code = code_of(response.read()) if response.status_code == TOO_MANY_REQUESTS else ""
                pause = _after(self._retries, attempt, request, response, code)
                if pause is None:
                    return response
                response.close()
            time.sleep(pause)
        raise AssertionError("counting has no end")

    def close(self) -> None:
        """Closes the transport below."""
        self._inner.close()


class AsyncRetryingTransport(httpx.AsyncBaseTransport):
    """The same without blocking."""

    def __init__(self, inner: httpx.AsyncBaseTransport, retries: Retries) -> None:
        """Over another transport."""
        self._inner = inner
        self._retries = retries

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Asks until there is an answer to be given on."""
        await request.aread()
        for attempt in count():
            try:
                response = await self._inner.handle_async_request(request)
            except httpx.TransportError:
                pause = self._retries.after_failure(attempt, request.method, request.headers)
                if pause is None:
                    raise
            else:
                code = code_of(await response.aread()) if response.status_code == TOO_MANY_REQUESTS else ""
                pause = _after(self._retries, attempt, request, response, code)
                if pause is None:
                    return response
                await response.aclose()
            await asyncio.sleep(pause)
        raise AssertionError("counting has no end")

    async def aclose(self) -> None:
        """Closes the transport below."""
        await self._inner.aclose()


def _after(retries: Retries, attempt: int, request: httpx.Request, response: httpx.Response, code: str) -> float | None:
    retry_after = response.headers.get("retry-after")
    return retries.after_answer(attempt, request.method, request.headers, response.status_code, retry_after, code)


def raise_problem(response: httpx.Response) -> None:
    """Raises what the API refused; a hook of httpx."""
    if response.status_code >= 400:
        raise problem_of(response.status_code, response.read())


async def raise_problem_async(response: httpx.Response) -> None:
    """The same without blocking."""
    if response.status_code >= 400:
        raise problem_of(response.status_code, await response.aread())
