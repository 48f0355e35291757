from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.registered_seal import RegisteredSeal


T = TypeVar("T", bound="RegisteredSealList")


@_attrs_define
class RegisteredSealList:
    """The organisation's registered seals."""

    seals: list[RegisteredSeal]
    """ The one that has the organisation's identifier first, then the others by their identifiers. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        seals = []
        for seals_item_data in self.seals:
            seals_item = seals_item_data.to_dict()
            seals.append(seals_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "seals": seals,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.registered_seal import RegisteredSeal  # noqa: PLC0415

        d = dict(src_dict)
        seals = []
        _seals = d.pop("seals")
        for seals_item_data in _seals:
            seals_item = RegisteredSeal.from_dict(seals_item_data)

            seals.append(seals_item)

        registered_seal_list = cls(
            seals=seals,
        )

        registered_seal_list.additional_properties = d
        return registered_seal_list

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
