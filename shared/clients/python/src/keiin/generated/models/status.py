from typing import Literal, cast

Status = Literal["completed", "declined", "draft", "expired", "failed", "in_progress", "sending", "sent", "voided"]


def check_status(value: str) -> Status:
    # A later version of the service may know further values: they come through as they are.
    return cast(Status, value)
