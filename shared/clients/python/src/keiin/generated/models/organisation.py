from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.members import Members
    from ..models.provider import Provider


T = TypeVar("T", bound="Organisation")


@_attrs_define
class Organisation:
    """The organisation."""

    name: str
    """ As recipients read it. """
    added_at: datetime.datetime
    addresses: list[str]
    """ From where its people and API keys may be used; from everywhere where there are none. """
    id: str
    """ An organisation's identifier. """
    members: Members
    """ What is demanded of the organisation's own people. """
    provider: None | Provider
    """ Where its people sign in; at the service's own provider where nothing is said. """
    two_factor_required: bool
    """ Whether everybody who signs shows a second factor that is not the mailbox. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.provider import Provider  # noqa: PLC0415

        name = self.name

        added_at = self.added_at.isoformat()

        addresses = self.addresses

        id = self.id

        members = self.members.to_dict()

        provider: dict[str, Any] | None
        if isinstance(self.provider, Provider):
            provider = self.provider.to_dict()
        else:
            provider = self.provider

        two_factor_required = self.two_factor_required

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "added_at": added_at,
                "addresses": addresses,
                "id": id,
                "members": members,
                "provider": provider,
                "two_factor_required": two_factor_required,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.members import Members  # noqa: PLC0415
        from ..models.provider import Provider  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        added_at = datetime.datetime.fromisoformat(d.pop("added_at"))

        addresses = cast(list[str], d.pop("addresses"))

        id = d.pop("id")

        members = Members.from_dict(d.pop("members"))

        def _parse_provider(data: object) -> None | Provider:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                provider_type_0 = Provider.from_dict(data)

                return provider_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Provider, data)

        provider = _parse_provider(d.pop("provider"))

        two_factor_required = d.pop("two_factor_required")

        organisation = cls(
            name=name,
            added_at=added_at,
            addresses=addresses,
            id=id,
            members=members,
            provider=provider,
            two_factor_required=two_factor_required,
        )

        organisation.additional_properties = d
        return organisation

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
