from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.field_type import FieldType, check_field_type
from ..types import UNSET, Unset

T = TypeVar("T", bound="OwnFieldRuleRequest")


@_attrs_define
class OwnFieldRuleRequest:
    """A field of the organisation's own."""

    type_: FieldType
    """ What may stand in a field: a line of text, a number such as -12.5, a day as 2026-04-01, or one of `choices`.
    """
    key: str
    """ What programs call it: 1 to 40 characters of `a-z 0-9 _`, the first a letter. """
    label: str
    """ What people call it. """
    required: bool | Unset = False
    """ Whether it must be filled in before an envelope is sent. """
    choices: list[str] | Unset = UNSET
    """ What may stand in it, where `type` is `choice`, and only there. """

    def to_dict(self) -> dict[str, Any]:
        type_: str = self.type_

        key = self.key

        label = self.label

        required = self.required

        choices: list[str] | Unset = UNSET
        if not isinstance(self.choices, Unset):
            choices = self.choices

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "type": type_,
                "key": key,
                "label": label,
            }
        )
        if required is not UNSET:
            field_dict["required"] = required
        if choices is not UNSET:
            field_dict["choices"] = choices

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = check_field_type(d.pop("type"))

        key = d.pop("key")

        label = d.pop("label")

        required = d.pop("required", UNSET)

        choices = cast(list[str], d.pop("choices", UNSET))

        own_field_rule_request = cls(
            type_=type_,
            key=key,
            label=label,
            required=required,
            choices=choices,
        )

        return own_field_rule_request
