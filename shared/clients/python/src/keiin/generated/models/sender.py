from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Sender")


@_attrs_define
class Sender:
    """The sending organisation, and the person who acts for it."""

    name: str
    email: str
    """ An email address as it was typed; its domain may be international. """
    organisation: str
    """ An organisation's identifier. """
    organisation_name: str
    person: None | str
    """ Who of the organisation; nothing where a service sends. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        email = self.email

        organisation = self.organisation

        organisation_name = self.organisation_name

        person: None | str
        person = self.person

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "email": email,
                "organisation": organisation,
                "organisation_name": organisation_name,
                "person": person,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        email = d.pop("email")

        organisation = d.pop("organisation")

        organisation_name = d.pop("organisation_name")

        def _parse_person(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        person = _parse_person(d.pop("person"))

        sender = cls(
            name=name,
            email=email,
            organisation=organisation,
            organisation_name=organisation_name,
            person=person,
        )

        sender.additional_properties = d
        return sender

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
