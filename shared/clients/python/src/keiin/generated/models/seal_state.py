from typing import Literal, cast

SealState = Literal["expired", "expiring", "not_yet_valid", "unusable", "valid"]


def check_seal_state(value: str) -> SealState:
    # A later version of the service may know further values: they come through as they are.
    return cast(SealState, value)
