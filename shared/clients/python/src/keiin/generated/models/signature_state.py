from typing import Literal, cast

SignatureState = Literal["changed", "invalid", "issuer_unknown", "unproved", "valid"]


def check_signature_state(value: str) -> SignatureState:
    # A later version of the service may know further values: they come through as they are.
    return cast(SignatureState, value)
