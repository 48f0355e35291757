from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.field_type import FieldType, check_field_type
from ..types import UNSET, Unset

T = TypeVar("T", bound="OwnFieldRule")


@_attrs_define
class OwnFieldRule:
    """A field of the organisation's own."""

    required: bool
    """ Whether it must be filled in before an envelope is sent. """
    type_: FieldType
    """ What may stand in a field: a line of text, a number such as -12.5, a day as 2026-04-01, or one of `choices`.
    """
    key: str
    """ What programs call a field of an organisation's own. """
    label: str
    """ What people call it. """
    choices: list[str] | Unset = UNSET
    """ What may stand in it, where `type` is `choice`. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        required = self.required

        type_: str = self.type_

        key = self.key

        label = self.label

        choices: list[str] | Unset = UNSET
        if not isinstance(self.choices, Unset):
            choices = self.choices

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "required": required,
                "type": type_,
                "key": key,
                "label": label,
            }
        )
        if choices is not UNSET:
            field_dict["choices"] = choices

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        required = d.pop("required")

        type_ = check_field_type(d.pop("type"))

        key = d.pop("key")

        label = d.pop("label")

        choices = cast(list[str], d.pop("choices", UNSET))

        own_field_rule = cls(
            required=required,
            type_=type_,
            key=key,
            label=label,
            choices=choices,
        )

        own_field_rule.additional_properties = d
        return own_field_rule

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
