from typing import Literal, cast

Permission = Literal["allowed", "forbidden", "note", "unproved"]


def check_permission(value: str) -> Permission:
    # A later version of the service may know further values: they come through as they are.
    return cast(Permission, value)
