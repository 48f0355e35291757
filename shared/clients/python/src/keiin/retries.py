"""When a request is repeated, and after which pause."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

KEY = "idempotency-key"
_SAFE_TO_REPEAT = frozenset({"GET", "HEAD", "PUT", "DELETE"})
TOO_MANY_REQUESTS = 429
# The gateway has no codes and does not say when to come back; the service counts calls by the minute.
_TOO_MANY_CALLS = frozenset({"", "too-many-calls"})
_UNAVAILABLE = 503
_UNKNOWN_OUTCOME = frozenset({502, 504})


@dataclass(frozen=True)
class Retries:
    """How often and how patiently requests are repeated."""

    max_retries: int = 4
    """How often after the first try."""
    first_pause: float = 0.5
    """Seconds; each further pause may be twice as long."""
    longest_pause: float = 60.0
    """Seconds, a minute: by that calls are counted. Where the service asks for a longer pause by `Retry-After`, the
    request fails instead."""
    draw: Callable[[], float] = random.random
    """A number from 0 to 1: a part of each pause is drawn, so that many clients do not come back at once."""

    def after_answer(
        self,
        attempt: int,
        method: str,
        headers: Mapping[str, str],
        status: int,
        retry_after: str | None,
        code: str = "",
    ) -> float | None:
        """The pause before the request is repeated that was answered so; nothing if it is not repeated.

        Of what is asked for too often, such as a reminder, another try would be one more: calls alone are repeated.
        """
        repeatable = _is_repeatable(method, headers)
        # Another try under the same key is still being carried out.
        is_in_use = status == 409 and retry_after is not None and KEY in headers
        is_refused_before = status == _UNAVAILABLE or (status == TOO_MANY_REQUESTS and code in _TOO_MANY_CALLS)
        if not (is_refused_before or (status in _UNKNOWN_OUTCOME and repeatable) or is_in_use):
            return None
        return self._pause(attempt, retry_after)

    def after_failure(self, attempt: int, method: str, headers: Mapping[str, str]) -> float | None:
        """The same where no answer came: whether the service has acted is not known."""
        return self._pause(attempt, None) if _is_repeatable(method, headers) else None

    def _pause(self, attempt: int, retry_after: str | None) -> float | None:
        if attempt >= self.max_retries:
            return None
        asked = seconds(retry_after) if retry_after else 0.0
        if asked > self.longest_pause:
            return None
        highest = min(self.longest_pause, self.first_pause * 2.0**attempt)
        return asked + highest * (0.5 + 0.5 * self.draw())


def _is_repeatable(method: str, headers: Mapping[str, str]) -> bool:
    return method in _SAFE_TO_REPEAT or KEY in headers


def seconds(retry_after: str) -> float:
    """`Retry-After` (RFC 9110 §10.2.3), which is a number of seconds or a date; 0 where it is neither."""
    try:
        number = float(retry_after)
    except ValueError:
        pass
    else:
        return max(0.0, number) if math.isfinite(number) else 0.0
    try:
        date = parsedate_to_datetime(retry_after)
    except ValueError:
        return 0.0
    return max(0.0, (date.astimezone(UTC) - datetime.now(UTC)).total_seconds())
