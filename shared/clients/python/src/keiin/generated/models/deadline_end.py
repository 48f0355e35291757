from typing import Literal, cast

DeadlineEnd = Literal["end_of_day", "time_of_sending"]


def check_deadline_end(value: str) -> DeadlineEnd:
    # A later version of the service may know further values: they come through as they are.
    return cast(DeadlineEnd, value)
