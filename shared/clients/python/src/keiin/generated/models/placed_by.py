from typing import Literal, cast

PlacedBy = Literal["sender", "signer"]


def check_placed_by(value: str) -> PlacedBy:
    # A later version of the service may know further values: they come through as they are.
    return cast(PlacedBy, value)
