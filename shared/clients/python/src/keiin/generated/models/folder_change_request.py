from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.grant_entry import GrantEntry


T = TypeVar("T", bound="FolderChangeRequest")


@_attrs_define
class FolderChangeRequest:
    """What is changed of a folder: `PATCH /v1/folders/{id}`. What is left out stays."""

    name: None | str | Unset = UNSET
    """ Another name. """
    grants: list[GrantEntry] | None | Unset = UNSET
    """ The rights that it gives, all of them. """
    inherits: bool | None | Unset = UNSET
    """ Whether the rights that the folder above gives hold in it too. """
    parent: None | str | Unset = UNSET
    """ Another folder in which it is to be; null is at the top. """

    def to_dict(self) -> dict[str, Any]:
        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        grants: list[dict[str, Any]] | None | Unset
        if isinstance(self.grants, Unset):
            grants = UNSET
        elif isinstance(self.grants, list):
            grants = []
            for grants_type_0_item_data in self.grants:
                grants_type_0_item = grants_type_0_item_data.to_dict()
                grants.append(grants_type_0_item)

        else:
            grants = self.grants

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

        field_dict.update({})
        if name is not UNSET:
            field_dict["name"] = name
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

        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))

        def _parse_grants(data: object) -> list[GrantEntry] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                grants_type_0 = []
                _grants_type_0 = data
                for grants_type_0_item_data in _grants_type_0:
                    grants_type_0_item = GrantEntry.from_dict(grants_type_0_item_data)

                    grants_type_0.append(grants_type_0_item)

                return grants_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[GrantEntry] | None | Unset, data)

        grants = _parse_grants(d.pop("grants", UNSET))

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

        folder_change_request = cls(
            name=name,
            grants=grants,
            inherits=inherits,
            parent=parent,
        )

        return folder_change_request
