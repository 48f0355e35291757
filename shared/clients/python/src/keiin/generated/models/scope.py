from typing import Literal, cast

Scope = Literal["envelopes:read", "envelopes:send", "envelopes:write", "organisation:admin"]


def check_scope(value: str) -> Scope:
    # A later version of the service may know further values: they come through as they are.
    return cast(Scope, value)
