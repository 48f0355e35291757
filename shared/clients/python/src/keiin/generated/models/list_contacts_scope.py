from typing import Literal, cast

ListContactsScope = Literal["own", "shared"]


def check_list_contacts_scope(value: str) -> ListContactsScope:
    # A later version of the service may know further values: they come through as they are.
    return cast(ListContactsScope, value)
