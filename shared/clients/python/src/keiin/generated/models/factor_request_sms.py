from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="FactorRequestSms")


@_attrs_define
class FactorRequestSms:
    """A code by SMS."""

    type_: Literal["sms"]
    phone: str
    """ The person's telephone: a Japanese number, or one with + and country code. """

    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        phone = self.phone

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "type": type_,
                "phone": phone,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = cast(Literal["sms"], d.pop("type"))
        if type_ != "sms":
            raise ValueError(f"type must match const 'sms', got '{type_}'")

        phone = d.pop("phone")

        factor_request_sms = cls(
            type_=type_,
            phone=phone,
        )

        return factor_request_sms
