from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.later_change import LaterChange


T = TypeVar("T", bound="LaterChanges")


@_attrs_define
class LaterChanges:
    """The changes after a signature."""

    listed: list[LaterChange]
    """ Those that are not allowed first. """
    omitted: int
    """ How many kinds more there are. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        listed = []
        for listed_item_data in self.listed:
            listed_item = listed_item_data.to_dict()
            listed.append(listed_item)

        omitted = self.omitted

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "listed": listed,
                "omitted": omitted,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.later_change import LaterChange  # noqa: PLC0415

        d = dict(src_dict)
        listed = []
        _listed = d.pop("listed")
        for listed_item_data in _listed:
            listed_item = LaterChange.from_dict(listed_item_data)

            listed.append(listed_item)

        omitted = d.pop("omitted")

        later_changes = cls(
            listed=listed,
            omitted=omitted,
        )

        later_changes.additional_properties = d
        return later_changes

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
