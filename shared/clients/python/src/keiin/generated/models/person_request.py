from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.language import Language, check_language
from ..models.role import Role, check_role
from ..types import UNSET, Unset

T = TypeVar("T", bound="PersonRequest")


@_attrs_define
class PersonRequest:
    """A person who is invited: `POST /v1/organisation/people`."""

    name: str
    """ Name, as recipients of envelopes read it. """
    email: str
    """ Address that the invitation goes to. """
    roles: list[Role]
    """ What the person is to do. """
    groups: list[str] | Unset = UNSET
    """ To which groups the person is to belong. """
    language: Language | Unset = UNSET
    """ The language of pages and mails. """

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        email = self.email

        roles = []
        for roles_item_data in self.roles:
            roles_item: str = roles_item_data
            roles.append(roles_item)

        groups: list[str] | Unset = UNSET
        if not isinstance(self.groups, Unset):
            groups = self.groups

        language: str | Unset = UNSET
        if not isinstance(self.language, Unset):
            language = self.language

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "email": email,
                "roles": roles,
            }
        )
        if groups is not UNSET:
            field_dict["groups"] = groups
        if language is not UNSET:
            field_dict["language"] = language

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        email = d.pop("email")

        roles = []
        _roles = d.pop("roles")
        for roles_item_data in _roles:
            roles_item = check_role(roles_item_data)

            roles.append(roles_item)

        groups = cast(list[str], d.pop("groups", UNSET))

        _language = d.pop("language", UNSET)
        language: Language | Unset
        if isinstance(_language, Unset):
            language = UNSET
        else:
            language = check_language(_language)

        person_request = cls(
            name=name,
            email=email,
            roles=roles,
            groups=groups,
            language=language,
        )

        return person_request
