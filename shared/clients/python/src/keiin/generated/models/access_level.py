from typing import Literal, cast

AccessLevel = Literal["change", "download", "manage", "see"]


def check_access_level(value: str) -> AccessLevel:
    # A later version of the service may know further values: they come through as they are.
    return cast(AccessLevel, value)
