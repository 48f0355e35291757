from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.access_level import AccessLevel, check_access_level
from ..models.role import Role, check_role
from ..types import UNSET, Unset

T = TypeVar("T", bound="RuleFolder")


@_attrs_define
class RuleFolder:
    """A folder gives it: the envelope's, or one above that."""

    type_: Literal["folder"]
    everybody: bool
    """ Whether the folder gives it to everybody. """
    folder: str
    """ A folder's identifier. """
    level: AccessLevel
    """ How far a right over the envelopes in a folder goes: to see them, to download their files, to change their
    data for the archive and move them, to manage the folder. Each holds those before it. """
    group: None | str | Unset = UNSET
    """ The group to which the folder gives it, where it is one. """
    role: None | Role | Unset = UNSET
    """ The role to which the folder gives it, where it is one. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        everybody = self.everybody

        folder = self.folder

        level: str = self.level

        group: None | str | Unset
        if isinstance(self.group, Unset):
            group = UNSET
        else:
            group = self.group

        role: None | str | Unset
        if isinstance(self.role, Unset):
            role = UNSET
        elif isinstance(self.role, str):
            role = self.role
        else:
            role = self.role

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "type": type_,
                "everybody": everybody,
                "folder": folder,
                "level": level,
            }
        )
        if group is not UNSET:
            field_dict["group"] = group
        if role is not UNSET:
            field_dict["role"] = role

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = cast(Literal["folder"], d.pop("type"))
        if type_ != "folder":
            raise ValueError(f"type must match const 'folder', got '{type_}'")

        everybody = d.pop("everybody")

        folder = d.pop("folder")

        level = check_access_level(d.pop("level"))

        def _parse_group(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        group = _parse_group(d.pop("group", UNSET))

        def _parse_role(data: object) -> None | Role | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                role_type_0 = check_role(data)

                return role_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Role | Unset, data)

        role = _parse_role(d.pop("role", UNSET))

        rule_folder = cls(
            type_=type_,
            everybody=everybody,
            folder=folder,
            level=level,
            group=group,
            role=role,
        )

        rule_folder.additional_properties = d
        return rule_folder

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
