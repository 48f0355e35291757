from typing import Literal, cast

BookScope = Literal["own", "shared"]


def check_book_scope(value: str) -> BookScope:
    # A later version of the service may know further values: they come through as they are.
    return cast(BookScope, value)
