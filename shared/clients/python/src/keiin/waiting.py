"""What waiting for an envelope comes to."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from .generated.models import Envelope, Status
from .problems import NotReached


class Goal(Enum):
    """What may be waited for, with the statuses by which it is reached."""

    SENT = frozenset[Status]({"sent", "in_progress", "completed"})
    """The documents are prepared and fixed; the first in order are being asked."""
    COMPLETED = frozenset[Status]({"completed"})
    """Everybody has signed."""


_ENDED = frozenset[Status]({"draft", "declined", "voided", "expired", "failed"})


def is_reached(envelope: Envelope, goal: Goal) -> bool:
    """Whether it is; raises where it never will be. A draft that had been sent could not be: a document was refused."""
    if envelope.status in _ENDED:
        raise NotReached(envelope)
    return envelope.status in goal.value


def pauses(first: float = 1.0, longest: float = 60.0) -> Iterator[float]:
    """Seconds between one look and the next: short at first, then by half longer each time."""
    pause = first
    while True:
        yield pause
        pause = min(longest, pause * 1.5)
