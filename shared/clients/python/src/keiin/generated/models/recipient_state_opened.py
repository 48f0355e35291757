from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="RecipientStateOpened")


@_attrs_define
class RecipientStateOpened:
    name: Literal["opened"]
    at: datetime.datetime
    invited_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        at = self.at.isoformat()

        invited_at = self.invited_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "at": at,
                "invited_at": invited_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = cast(Literal["opened"], d.pop("name"))
        if name != "opened":
            raise ValueError(f"name must match const 'opened', got '{name}'")

        at = datetime.datetime.fromisoformat(d.pop("at"))

        invited_at = datetime.datetime.fromisoformat(d.pop("invited_at"))

        recipient_state_opened = cls(
            name=name,
            at=at,
            invited_at=invited_at,
        )

        recipient_state_opened.additional_properties = d
        return recipient_state_opened

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
