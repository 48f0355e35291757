from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="RecipientStateDelegated")


@_attrs_define
class RecipientStateDelegated:
    name: Literal["delegated"]
    at: datetime.datetime
    to: int
    """ A recipient's place in its envelope's list, from 1. It is not the signing order. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        at = self.at.isoformat()

        to = self.to

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "at": at,
                "to": to,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = cast(Literal["delegated"], d.pop("name"))
        if name != "delegated":
            raise ValueError(f"name must match const 'delegated', got '{name}'")

        at = datetime.datetime.fromisoformat(d.pop("at"))

        to = d.pop("to")

        recipient_state_delegated = cls(
            name=name,
            at=at,
            to=to,
        )

        recipient_state_delegated.additional_properties = d
        return recipient_state_delegated

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
