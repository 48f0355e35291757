from typing import Literal, cast

ExportContactsEncoding = Literal["cp932", "utf-8"]


def check_export_contacts_encoding(value: str) -> ExportContactsEncoding:
    # A later version of the service may know further values: they come through as they are.
    return cast(ExportContactsEncoding, value)
