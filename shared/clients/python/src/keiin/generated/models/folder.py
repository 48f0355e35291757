from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.access_level import AccessLevel, check_access_level

if TYPE_CHECKING:
    from ..models.grant_entry import GrantEntry


T = TypeVar("T", bound="Folder")


@_attrs_define
class Folder:
    """A folder."""

    name: str
    """ What it is called. """
    grants: list[GrantEntry]
    """ The rights that it gives itself. """
    id: str
    """ A folder's identifier. """
    inherits: bool
    """ Whether the rights that the folder above gives hold in it too. """
    own_level: AccessLevel
    """ How far a right over the envelopes in a folder goes: to see them, to download their files, to change their
    data for the archive and move them, to manage the folder. Each holds those before it. """
    parent: None | str
    """ In which folder it is; at the top where nothing is said. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        grants = []
        for grants_item_data in self.grants:
            grants_item = grants_item_data.to_dict()
            grants.append(grants_item)

        id = self.id

        inherits = self.inherits

        own_level: str = self.own_level

        parent: None | str
        parent = self.parent

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "grants": grants,
                "id": id,
                "inherits": inherits,
                "own_level": own_level,
                "parent": parent,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.grant_entry import GrantEntry  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        grants = []
        _grants = d.pop("grants")
        for grants_item_data in _grants:
            grants_item = GrantEntry.from_dict(grants_item_data)

            grants.append(grants_item)

        id = d.pop("id")

        inherits = d.pop("inherits")

        own_level = check_access_level(d.pop("own_level"))

        def _parse_parent(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        parent = _parse_parent(d.pop("parent"))

        folder = cls(
            name=name,
            grants=grants,
            id=id,
            inherits=inherits,
            own_level=own_level,
            parent=parent,
        )

        folder.additional_properties = d
        return folder

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
