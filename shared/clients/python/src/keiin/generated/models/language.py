from typing import Literal, cast

Language = Literal["en", "ja"]


def check_language(value: str) -> Language:
    # A later version of the service may know further values: they come through as they are.
    return cast(Language, value)
