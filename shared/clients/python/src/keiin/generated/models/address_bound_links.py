from typing import Literal, cast

AddressBoundLinks = Literal["all", "none", "own_domains"]


def check_address_bound_links(value: str) -> AddressBoundLinks:
    # A later version of the service may know further values: they come through as they are.
    return cast(AddressBoundLinks, value)
