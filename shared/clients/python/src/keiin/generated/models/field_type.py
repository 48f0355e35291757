from typing import Literal, cast

FieldType = Literal["choice", "date", "number", "text"]


def check_field_type(value: str) -> FieldType:
    # A later version of the service may know further values: they come through as they are.
    return cast(FieldType, value)
