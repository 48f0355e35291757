from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="FactorRequestEmailCode")


@_attrs_define
class FactorRequestEmailCode:
    """A code by mail on devices that have not proved the address before."""

    type_: Literal["email_code"]

    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "type": type_,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = cast(Literal["email_code"], d.pop("type"))
        if type_ != "email_code":
            raise ValueError(f"type must match const 'email_code', got '{type_}'")

        factor_request_email_code = cls(
            type_=type_,
        )

        return factor_request_email_code
