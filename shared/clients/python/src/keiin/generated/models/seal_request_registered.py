from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="SealRequestRegistered")


@_attrs_define
class SealRequestRegistered:
    """An organisation's registered seal (実印タイプ)."""

    type_: Literal["registered"]
    organisation: str
    """ An organisation's identifier. """

    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        organisation = self.organisation

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "type": type_,
                "organisation": organisation,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = cast(Literal["registered"], d.pop("type"))
        if type_ != "registered":
            raise ValueError(f"type must match const 'registered', got '{type_}'")

        organisation = d.pop("organisation")

        seal_request_registered = cls(
            type_=type_,
            organisation=organisation,
        )

        return seal_request_registered
