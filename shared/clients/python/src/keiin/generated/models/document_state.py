from typing import Literal, cast

DocumentState = Literal["awaited", "checked", "ready", "refused", "uploaded"]


def check_document_state(value: str) -> DocumentState:
    # A later version of the service may know further values: they come through as they are.
    return cast(DocumentState, value)
