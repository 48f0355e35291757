from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="FactorRequestTotp")


@_attrs_define
class FactorRequestTotp:
    """An authenticator (RFC 6238: SHA-1, 6 digits, 30 s) that the person has set up with the sender."""

    type_: Literal["totp"]
    key: str
    """ Its key: Base32 (RFC 4648 §6), 16 to 64 bytes. """

    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        key = self.key

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "type": type_,
                "key": key,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = cast(Literal["totp"], d.pop("type"))
        if type_ != "totp":
            raise ValueError(f"type must match const 'totp', got '{type_}'")

        key = d.pop("key")

        factor_request_totp = cls(
            type_=type_,
            key=key,
        )

        return factor_request_totp
