from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="PersonStateInvited")


@_attrs_define
class PersonStateInvited:
    """Was invited by mail, and has not signed in yet."""

    type_: Literal["invited"]
    until: datetime.datetime
    """ Until when the link in the mail is good. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        until = self.until.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "type": type_,
                "until": until,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = cast(Literal["invited"], d.pop("type"))
        if type_ != "invited":
            raise ValueError(f"type must match const 'invited', got '{type_}'")

        until = datetime.datetime.fromisoformat(d.pop("until"))

        person_state_invited = cls(
            type_=type_,
            until=until,
        )

        person_state_invited.additional_properties = d
        return person_state_invited

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
