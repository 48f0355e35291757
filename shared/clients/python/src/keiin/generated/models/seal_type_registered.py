from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="SealTypeRegistered")


@_attrs_define
class SealTypeRegistered:
    """An organisation's registered seal (実印タイプ): `seal` says which one where that is another than the one with the
    organisation's identifier.

    """

    type_: Literal["registered"]
    organisation: str
    """ An organisation's identifier. """
    seal: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        organisation = self.organisation

        seal: None | str | Unset
        if isinstance(self.seal, Unset):
            seal = UNSET
        else:
            seal = self.seal

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "type": type_,
                "organisation": organisation,
            }
        )
        if seal is not UNSET:
            field_dict["seal"] = seal

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = cast(Literal["registered"], d.pop("type"))
        if type_ != "registered":
            raise ValueError(f"type must match const 'registered', got '{type_}'")

        organisation = d.pop("organisation")

        def _parse_seal(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        seal = _parse_seal(d.pop("seal", UNSET))

        seal_type_registered = cls(
            type_=type_,
            organisation=organisation,
            seal=seal,
        )

        seal_type_registered.additional_properties = d
        return seal_type_registered

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
