from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="SealRequestContract")


@_attrs_define
class SealRequestContract:
    """The contract seal (契約印タイプ)."""

    type_: Literal["contract"]

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
        type_ = cast(Literal["contract"], d.pop("type"))
        if type_ != "contract":
            raise ValueError(f"type must match const 'contract', got '{type_}'")

        seal_request_contract = cls(
            type_=type_,
        )

        return seal_request_contract
