from typing import Literal, cast

Level = Literal["B-B", "B-LT", "B-LTA", "B-T"]


def check_level(value: str) -> Level:
    # A later version of the service may know further values: they come through as they are.
    return cast(Level, value)
