from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="FactorRequestAccessCode")


@_attrs_define
class FactorRequestAccessCode:
    """A code that the sender tells the person by another way."""

    type_: Literal["access_code"]
    code: str
    """ 4 to 40 half-width characters without spaces. """

    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        code = self.code

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "type": type_,
                "code": code,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = cast(Literal["access_code"], d.pop("type"))
        if type_ != "access_code":
            raise ValueError(f"type must match const 'access_code', got '{type_}'")

        code = d.pop("code")

        factor_request_access_code = cls(
            type_=type_,
            code=code,
        )

        return factor_request_access_code
