from typing import Literal, cast

Retention = Literal["10y", "7y", "unlimited"]


def check_retention(value: str) -> Retention:
    # A later version of the service may know further values: they come through as they are.
    return cast(Retention, value)
