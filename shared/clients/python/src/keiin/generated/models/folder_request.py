from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.grant_entry import GrantEntry


T = TypeVar("T", bound="FolderRequest")


@_attrs_define
class FolderRequest:
    """A folder that is made: `POST /v1/folders`."""

    name: str
    """ What it is called. No other folder in the same place is called so. """
    grants: list[GrantEntry] | Unset = UNSET
    """ The rights that it gives. """
    inherits: bool | None | Unset = UNSET
    """ Whether the rights that the folder above gives hold in it too; they do where nothing is said. """
    parent: None | str | Unset = UNSET
    """ In which folder it is to be; at the top where nothing is said. """

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        grants: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.grants, Unset):
            grants = []
            for grants_item_data in self.grants:
                grants_item = grants_item_data.to_dict()
                grants.append(grants_item)

        inherits: bool | None | Unset
        if isinstance(self.inherits, Unset):
            inherits = UNSET
        else:
            inherits = self.inherits

        parent: None | str | Unset
        if isinstance(self.parent, Unset):
            parent = UNSET
        else:
            parent = self.parent

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
            }
        )
        if grants is not UNSET:
            field_dict["grants"] = grants
        if inherits is not UNSET:
            field_dict["inherits"] = inherits
        if parent is not UNSET:
            field_dict["parent"] = parent

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.grant_entry import GrantEntry  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        _grants = d.pop("grants", UNSET)
        grants: list[GrantEntry] | Unset = UNSET
        if _grants is not UNSET:
            grants = []
            for grants_item_data in _grants:
                grants_item = GrantEntry.from_dict(grants_item_data)

                grants.append(grants_item)

        def _parse_inherits(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        inherits = _parse_inherits(d.pop("inherits", UNSET))

        def _parse_parent(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        parent = _parse_parent(d.pop("parent", UNSET))

        folder_request = cls(
            name=name,
            grants=grants,
            inherits=inherits,
            parent=parent,
        )

        return folder_request
