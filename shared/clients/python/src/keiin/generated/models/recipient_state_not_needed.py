from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="RecipientStateNotNeeded")


@_attrs_define
class RecipientStateNotNeeded:
    name: Literal["not_needed"]
    at: datetime.datetime
    by: int
    """ A recipient's place in its envelope's list, from 1. It is not the signing order. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        at = self.at.isoformat()

        by = self.by

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "at": at,
                "by": by,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = cast(Literal["not_needed"], d.pop("name"))
        if name != "not_needed":
            raise ValueError(f"name must match const 'not_needed', got '{name}'")

        at = datetime.datetime.fromisoformat(d.pop("at"))

        by = d.pop("by")

        recipient_state_not_needed = cls(
            name=name,
            at=at,
            by=by,
        )

        recipient_state_not_needed.additional_properties = d
        return recipient_state_not_needed

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
