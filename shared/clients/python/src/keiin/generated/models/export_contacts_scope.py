from typing import Literal, cast

ExportContactsScope = Literal["own", "shared"]


def check_export_contacts_scope(value: str) -> ExportContactsScope:
    # A later version of the service may know further values: they come through as they are.
    return cast(ExportContactsScope, value)
