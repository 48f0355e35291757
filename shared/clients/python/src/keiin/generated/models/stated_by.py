from typing import Literal, cast

StatedBy = Literal["operator", "registered_seal", "signer"]


def check_stated_by(value: str) -> StatedBy:
    # A later version of the service may know further values: they come through as they are.
    return cast(StatedBy, value)
