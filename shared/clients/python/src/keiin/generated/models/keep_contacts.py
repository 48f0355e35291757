from typing import Literal, cast

KeepContacts = Literal["off", "own", "shared"]


def check_keep_contacts(value: str) -> KeepContacts:
    # A later version of the service may know further values: they come through as they are.
    return cast(KeepContacts, value)
