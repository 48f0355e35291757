from typing import Literal, cast

FetchFileWhich = Literal["current", "original", "signed"]


def check_fetch_file_which(value: str) -> FetchFileWhich:
    # A later version of the service may know further values: they come through as they are.
    return cast(FetchFileWhich, value)
