from typing import Literal, cast

Role = Literal["administrator", "approver", "document_manager", "document_viewer", "sender"]


def check_role(value: str) -> Role:
    # A later version of the service may know further values: they come through as they are.
    return cast(Role, value)
