from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.language import Language, check_language
from ..models.role import Role, check_role

if TYPE_CHECKING:
    from ..models.person_state_active import PersonStateActive
    from ..models.person_state_deactivated import PersonStateDeactivated
    from ..models.person_state_invited import PersonStateInvited
    from ..models.person_state_other import PersonStateOther


T = TypeVar("T", bound="Person")


@_attrs_define
class Person:
    """A person."""

    name: str
    added_at: datetime.datetime
    email: str
    """ An email address as it was typed; its domain may be international. """
    groups: list[str]
    id: str
    """ A person's identifier: a UUID of version 7. """
    language: Language
    """ The language of pages and mails. """
    roles: list[Role]
    state: PersonStateActive | PersonStateDeactivated | PersonStateInvited | PersonStateOther
    """ Whether a person may come in. """
    version: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.person_state_active import PersonStateActive  # noqa: PLC0415
        from ..models.person_state_deactivated import PersonStateDeactivated  # noqa: PLC0415
        from ..models.person_state_invited import PersonStateInvited  # noqa: PLC0415

        name = self.name

        added_at = self.added_at.isoformat()

        email = self.email

        groups = self.groups

        id = self.id

        language: str = self.language

        roles = []
        for roles_item_data in self.roles:
            roles_item: str = roles_item_data
            roles.append(roles_item)

        state: dict[str, Any]
        if isinstance(self.state, PersonStateInvited):
            state = self.state.to_dict()
        elif isinstance(self.state, PersonStateActive):
            state = self.state.to_dict()
        elif isinstance(self.state, PersonStateDeactivated):
            state = self.state.to_dict()
        else:
            state = self.state.to_dict()

        version = self.version

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "added_at": added_at,
                "email": email,
                "groups": groups,
                "id": id,
                "language": language,
                "roles": roles,
                "state": state,
                "version": version,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.person_state_active import PersonStateActive  # noqa: PLC0415
        from ..models.person_state_deactivated import PersonStateDeactivated  # noqa: PLC0415
        from ..models.person_state_invited import PersonStateInvited  # noqa: PLC0415
        from ..models.person_state_other import PersonStateOther  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        added_at = datetime.datetime.fromisoformat(d.pop("added_at"))

        email = d.pop("email")

        groups = cast(list[str], d.pop("groups"))

        id = d.pop("id")

        language = check_language(d.pop("language"))

        roles = []
        _roles = d.pop("roles")
        for roles_item_data in _roles:
            roles_item = check_role(roles_item_data)

            roles.append(roles_item)

        def _parse_state(
            data: object,
        ) -> PersonStateActive | PersonStateDeactivated | PersonStateInvited | PersonStateOther:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_person_state_person_state_invited = PersonStateInvited.from_dict(data)

                return componentsschemas_person_state_person_state_invited
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_person_state_person_state_active = PersonStateActive.from_dict(data)

                return componentsschemas_person_state_person_state_active
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_person_state_person_state_deactivated = PersonStateDeactivated.from_dict(data)

                return componentsschemas_person_state_person_state_deactivated
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            componentsschemas_person_state_person_state_other = PersonStateOther.from_dict(data)

            return componentsschemas_person_state_person_state_other

        state = _parse_state(d.pop("state"))

        version = d.pop("version")

        person = cls(
            name=name,
            added_at=added_at,
            email=email,
            groups=groups,
            id=id,
            language=language,
            roles=roles,
            state=state,
            version=version,
        )

        person.additional_properties = d
        return person

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
