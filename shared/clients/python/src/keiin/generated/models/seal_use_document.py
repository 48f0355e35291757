from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="SealUseDocument")


@_attrs_define
class SealUseDocument:
    name: str
    envelope: str
    """ An envelope's identifier: a UUID of version 7, so that it sorts by creation. """
    envelope_number: str
    """ The number that people see (封筒番号): ten digits, counted per organisation, never used again by it. """
    number: int
    """ A document's place in its envelope, from 1. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        envelope = self.envelope

        envelope_number = self.envelope_number

        number = self.number

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "envelope": envelope,
                "envelope_number": envelope_number,
                "number": number,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        envelope = d.pop("envelope")

        envelope_number = d.pop("envelope_number")

        number = d.pop("number")

        seal_use_document = cls(
            name=name,
            envelope=envelope,
            envelope_number=envelope_number,
            number=number,
        )

        seal_use_document.additional_properties = d
        return seal_use_document

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
