from typing import Literal, cast

ImportContactsScope = Literal["own", "shared"]


def check_import_contacts_scope(value: str) -> ImportContactsScope:
    # A later version of the service may know further values: they come through as they are.
    return cast(ImportContactsScope, value)
