from typing import Literal, cast

ImportContactsExisting = Literal["keep", "refuse", "update"]


def check_import_contacts_existing(value: str) -> ImportContactsExisting:
    # A later version of the service may know further values: they come through as they are.
    return cast(ImportContactsExisting, value)
