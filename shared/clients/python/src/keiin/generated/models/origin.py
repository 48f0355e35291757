from typing import Literal, cast

Origin = Literal["signed", "unsigned"]


def check_origin(value: str) -> Origin:
    # A later version of the service may know further values: they come through as they are.
    return cast(Origin, value)
