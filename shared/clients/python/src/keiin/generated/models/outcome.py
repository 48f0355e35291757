from typing import Literal, cast

Outcome = Literal["changed", "invalid", "issuer_unknown", "unproved", "unsigned", "valid"]


def check_outcome(value: str) -> Outcome:
    # A later version of the service may know further values: they come through as they are.
    return cast(Outcome, value)
