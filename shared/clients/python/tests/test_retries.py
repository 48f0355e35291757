from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
from service import Service, envelope, problem

from keiin import Retries, ServerError, TooManyRequests
from keiin.retries import seconds

KEYED = {"idempotency-key": "a"}
CALM = Retries(draw=lambda: 1.0)


def test_each_pause_is_longer_until_the_longest() -> None:
    pauses = [Retries(max_retries=9, draw=lambda: 1.0).after_failure(attempt, "GET", {}) for attempt in range(9)]
    assert pauses == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0]
    assert Retries(draw=lambda: 0.0).after_failure(0, "GET", {}) == 0.25
    assert CALM.after_failure(4, "GET", {}) is None


@pytest.mark.parametrize(
    ("method", "headers", "status", "retry_after", "pause"),
    [
        ("GET", {}, 503, None, 0.5),
        ("GET", {}, 429, None, 0.5),
        ("POST", {}, 429, None, 0.5),
        ("POST", {}, 429, "7", 7.5),
        ("POST", {}, 429, "60", 60.5),
        ("POST", {}, 429, "61", None),
        ("POST", {}, 504, None, None),
        ("POST", KEYED, 504, None, 0.5),
        ("POST", KEYED, 409, "1", 1.5),
        ("POST", KEYED, 409, None, None),
        ("POST", {}, 409, "1", None),
        ("GET", {}, 500, None, None),
        ("GET", {}, 404, None, None),
        ("GET", {}, 200, None, None),
    ],
)
def test_what_is_repeated(
    method: str, headers: dict[str, str], status: int, retry_after: str | None, pause: float | None
) -> None:
    assert CALM.after_answer(0, method, headers, status, retry_after) == pause


def test_what_was_asked_for_too_often_is_not_asked_for_again() -> None:
    assert CALM.after_answer(0, "POST", KEYED, 429, "3", "too-many-calls") == 3.5
    assert CALM.after_answer(0, "POST", KEYED, 429, "3", "retried-just-now") is None
    asked = Service(problem(429, "reminded-just-now", {"Retry-After": "1"}))
    with pytest.raises(TooManyRequests, match="reminded-just-now"):
        asked.client().remind("an-id")
    assert len(asked.asked) == 1


@pytest.mark.parametrize("is_asynchronous", [False, True])
def test_calls_above_the_limit_of_a_minute_are_repeated(is_asynchronous: bool) -> None:
    asked = Service(problem(429, "too-many-calls", {"Retry-After": "0"}), httpx.Response(200, json=envelope()))

    async def get() -> str:
        async with asked.async_client() as client:
            return (await client.get("an-id")).status

    assert (asyncio.run(get()) if is_asynchronous else asked.client().get("an-id").status) == "draft"
    assert len(asked.asked) == 2


def test_a_lost_answer_is_asked_for_again_only_where_that_does_no_harm() -> None:
    assert CALM.after_failure(0, "POST", {}) is None
    assert CALM.after_failure(0, "POST", KEYED) == 0.5
    assert CALM.after_failure(0, "PUT", {}) == 0.5


def test_retry_after_is_seconds_or_a_date() -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    assert 15 < seconds(later) <= 20
    assert [seconds(text) for text in ("3", "-3", "soon", "nan", "Sun, 06 Nov 1994 08:49:37 GMT")] == [3, 0, 0, 0, 0]


def test_the_same_key_goes_with_every_try() -> None:
    voided = httpx.Response(200, json=envelope("voided"))
    asked = Service(problem(503, "temporarily-unavailable"), httpx.ReadTimeout("late"), httpx.Response(504), voided)
    assert asked.client().void("an-id", "A reason").status == "voided"
    assert len(asked.asked) == 4
    assert len({each.headers["idempotency-key"] for each in asked.asked}) == 1
    assert len({each.content for each in asked.asked}) == 1


def test_the_asynchronous_client_repeats_too() -> None:
    asked = Service(httpx.Response(429, json={"message": "Too Many Requests"}), httpx.Response(200, json=envelope()))

    async def get() -> str:
        async with asked.async_client() as client:
            return (await client.get("an-id")).status

    assert asyncio.run(get()) == "draft"
    assert len(asked.asked) == 2


def test_there_is_an_end_to_it() -> None:
    asked = Service(httpx.Response(429, json={"message": "Too Many Requests"}))
    with pytest.raises(TooManyRequests) as raised:
        asked.client().get("an-id")
    assert (raised.value.code, raised.value.title) == ("", "Too Many Requests")
    assert len(asked.asked) == 5
    down = Service(httpx.ConnectError("down"))
    with pytest.raises(httpx.ConnectError):
        down.client(Retries(max_retries=1, first_pause=0.0)).get("an-id")
    assert len(down.asked) == 2


def test_what_helps_nobody_is_not_repeated() -> None:
    asked = Service(problem(500, "unwritable"))
    with pytest.raises(ServerError):
        asked.client().void("an-id", "A reason")
    assert len(asked.asked) == 1
