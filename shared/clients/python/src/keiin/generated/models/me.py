from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.role import Role, check_role
from ..models.scope import Scope, check_scope

T = TypeVar("T", bound="Me")


@_attrs_define
class Me:
    """Who calls, and what they may do: `GET /v1/me`."""

    name: str
    """ The name by which recipients know the caller. """
    email: str
    """ An email address as it was typed; its domain may be international. """
    groups: list[str]
    may: list[str]
    """ What the caller may do, such as `send_envelope`; new ones may come. """
    organisation: str
    """ An organisation's identifier. """
    organisation_name: str
    person: None | str
    """ Who it is; nothing where a service calls. """
    roles: list[Role]
    scopes: list[Scope] | None
    """ What the API key is good for; nothing where the caller has signed in. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        email = self.email

        groups = self.groups

        may = self.may

        organisation = self.organisation

        organisation_name = self.organisation_name

        person: None | str
        person = self.person

        roles = []
        for roles_item_data in self.roles:
            roles_item: str = roles_item_data
            roles.append(roles_item)

        scopes: list[str] | None
        if isinstance(self.scopes, list):
            scopes = []
            for scopes_type_0_item_data in self.scopes:
                scopes_type_0_item: str = scopes_type_0_item_data
                scopes.append(scopes_type_0_item)

        else:
            scopes = self.scopes

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "email": email,
                "groups": groups,
                "may": may,
                "organisation": organisation,
                "organisation_name": organisation_name,
                "person": person,
                "roles": roles,
                "scopes": scopes,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        email = d.pop("email")

        groups = cast(list[str], d.pop("groups"))

        may = cast(list[str], d.pop("may"))

        organisation = d.pop("organisation")

        organisation_name = d.pop("organisation_name")

        def _parse_person(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        person = _parse_person(d.pop("person"))

        roles = []
        _roles = d.pop("roles")
        for roles_item_data in _roles:
            roles_item = check_role(roles_item_data)

            roles.append(roles_item)

        def _parse_scopes(data: object) -> list[Scope] | None:
            if data is None:
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                scopes_type_0 = []
                _scopes_type_0 = data
                for scopes_type_0_item_data in _scopes_type_0:
                    scopes_type_0_item = check_scope(scopes_type_0_item_data)

                    scopes_type_0.append(scopes_type_0_item)

                return scopes_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[Scope] | None, data)

        scopes = _parse_scopes(d.pop("scopes"))

        me = cls(
            name=name,
            email=email,
            groups=groups,
            may=may,
            organisation=organisation,
            organisation_name=organisation_name,
            person=person,
            roles=roles,
            scopes=scopes,
        )

        me.additional_properties = d
        return me

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
