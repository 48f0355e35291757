from typing import Literal, cast

GranteeKind = Literal["everybody", "group", "person", "role"]


def check_grantee_kind(value: str) -> GranteeKind:
    # A later version of the service may know further values: they come through as they are.
    return cast(GranteeKind, value)
