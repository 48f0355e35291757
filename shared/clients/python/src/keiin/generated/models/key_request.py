from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.scope import Scope, check_scope
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.holder_request_person import HolderRequestPerson
    from ..models.holder_request_service import HolderRequestService


T = TypeVar("T", bound="KeyRequest")


@_attrs_define
class KeyRequest:
    """An API key that is made: `POST /v1/organisation/keys`."""

    holder: HolderRequestPerson | HolderRequestService | None
    """ In whose name it sends. """
    label: str
    """ What it is called, such as the program that is to use it. """
    scopes: list[Scope]
    """ What it is good for. """
    addresses: list[str] | Unset = UNSET
    """ From where it may be used (IPv4 and IPv6, in the notation of CIDR); from everywhere where nothing is said.
    """
    expires_at: datetime.datetime | None | Unset = UNSET
    """ When it ends; never where nothing is said. """

    def to_dict(self) -> dict[str, Any]:
        from ..models.holder_request_person import HolderRequestPerson  # noqa: PLC0415
        from ..models.holder_request_service import HolderRequestService  # noqa: PLC0415

        holder: dict[str, Any] | None
        if isinstance(self.holder, HolderRequestPerson):
            holder = self.holder.to_dict()
        elif isinstance(self.holder, HolderRequestService):
            holder = self.holder.to_dict()
        else:
            holder = self.holder

        label = self.label

        scopes = []
        for scopes_item_data in self.scopes:
            scopes_item: str = scopes_item_data
            scopes.append(scopes_item)

        addresses: list[str] | Unset = UNSET
        if not isinstance(self.addresses, Unset):
            addresses = self.addresses

        expires_at: None | str | Unset
        if isinstance(self.expires_at, Unset):
            expires_at = UNSET
        elif isinstance(self.expires_at, datetime.datetime):
            expires_at = self.expires_at.isoformat()
        else:
            expires_at = self.expires_at

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "holder": holder,
                "label": label,
                "scopes": scopes,
            }
        )
        if addresses is not UNSET:
            field_dict["addresses"] = addresses
        if expires_at is not UNSET:
            field_dict["expires_at"] = expires_at

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.holder_request_person import HolderRequestPerson  # noqa: PLC0415
        from ..models.holder_request_service import HolderRequestService  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_holder(data: object) -> HolderRequestPerson | HolderRequestService | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_holder_request_holder_request_person = HolderRequestPerson.from_dict(data)

                return componentsschemas_holder_request_holder_request_person
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_holder_request_holder_request_service = HolderRequestService.from_dict(data)

                return componentsschemas_holder_request_holder_request_service
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(HolderRequestPerson | HolderRequestService | None, data)

        holder = _parse_holder(d.pop("holder"))

        label = d.pop("label")

        scopes = []
        _scopes = d.pop("scopes")
        for scopes_item_data in _scopes:
            scopes_item = check_scope(scopes_item_data)

            scopes.append(scopes_item)

        addresses = cast(list[str], d.pop("addresses", UNSET))

        def _parse_expires_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                expires_at_type_0 = datetime.datetime.fromisoformat(data)

                return expires_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        expires_at = _parse_expires_at(d.pop("expires_at", UNSET))

        key_request = cls(
            holder=holder,
            label=label,
            scopes=scopes,
            addresses=addresses,
            expires_at=expires_at,
        )

        return key_request
