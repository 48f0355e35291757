from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.access_level import AccessLevel, check_access_level
from ..models.grantee_kind import GranteeKind, check_grantee_kind
from ..models.role import Role, check_role
from ..types import UNSET, Unset

T = TypeVar("T", bound="GrantEntry")


@_attrs_define
class GrantEntry:
    """A right that a folder gives over the envelopes in it, and in the folders below that inherit."""

    level: AccessLevel
    """ How far a right over the envelopes in a folder goes: to see them, to download their files, to change their
    data for the archive and move them, to manage the folder. Each holds those before it. """
    to: GranteeKind
    """ To whom a right is given. """
    group: None | str | Unset = UNSET
    """ Which, where it is given to a group. """
    person: None | str | Unset = UNSET
    """ Which, where it is given to a person. """
    role: None | Role | Unset = UNSET
    """ Which, where it is given to a role. """

    def to_dict(self) -> dict[str, Any]:
        level: str = self.level

        to: str = self.to

        group: None | str | Unset
        if isinstance(self.group, Unset):
            group = UNSET
        else:
            group = self.group

        person: None | str | Unset
        if isinstance(self.person, Unset):
            person = UNSET
        else:
            person = self.person

        role: None | str | Unset
        if isinstance(self.role, Unset):
            role = UNSET
        elif isinstance(self.role, str):
            role = self.role
        else:
            role = self.role

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "level": level,
                "to": to,
            }
        )
        if group is not UNSET:
            field_dict["group"] = group
        if person is not UNSET:
            field_dict["person"] = person
        if role is not UNSET:
            field_dict["role"] = role

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        level = check_access_level(d.pop("level"))

        to = check_grantee_kind(d.pop("to"))

        def _parse_group(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        group = _parse_group(d.pop("group", UNSET))

        def _parse_person(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        person = _parse_person(d.pop("person", UNSET))

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

        grant_entry = cls(
            level=level,
            to=to,
            group=group,
            person=person,
            role=role,
        )

        return grant_entry
