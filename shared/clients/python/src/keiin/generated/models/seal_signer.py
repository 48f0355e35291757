from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.identity import Identity, check_identity

T = TypeVar("T", bound="SealSigner")


@_attrs_define
class SealSigner:
    """Who signed with a seal."""

    name: str
    approved_at: datetime.datetime | None
    """ When the signer approved. """
    email: str
    """ An email address as it was typed; its domain may be international. """
    identity: Identity | None
    """ How the signer was identified. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        approved_at: None | str
        if isinstance(self.approved_at, datetime.datetime):
            approved_at = self.approved_at.isoformat()
        else:
            approved_at = self.approved_at

        email = self.email

        identity: None | str
        if isinstance(self.identity, str):
            identity = self.identity
        else:
            identity = self.identity

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "approved_at": approved_at,
                "email": email,
                "identity": identity,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        def _parse_approved_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                approved_at_type_0 = datetime.datetime.fromisoformat(data)

                return approved_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        approved_at = _parse_approved_at(d.pop("approved_at"))

        email = d.pop("email")

        def _parse_identity(data: object) -> Identity | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                identity_type_0 = check_identity(data)

                return identity_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Identity | None, data)

        identity = _parse_identity(d.pop("identity"))

        seal_signer = cls(
            name=name,
            approved_at=approved_at,
            email=email,
            identity=identity,
        )

        seal_signer.additional_properties = d
        return seal_signer

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
