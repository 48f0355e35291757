from typing import Literal, cast

RecipientKind = Literal["copy", "signer", "viewer"]


def check_recipient_kind(value: str) -> RecipientKind:
    # A later version of the service may know further values: they come through as they are.
    return cast(RecipientKind, value)
