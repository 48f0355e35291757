from typing import Literal, cast

SignatureKind = Literal["approval", "certification", "document_timestamp"]


def check_signature_kind(value: str) -> SignatureKind:
    # A later version of the service may know further values: they come through as they are.
    return cast(SignatureKind, value)
