from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.members_change_request import MembersChangeRequest


T = TypeVar("T", bound="OrganisationChangeRequest")


@_attrs_define
class OrganisationChangeRequest:
    """What is changed of the organisation: `PATCH /v1/organisation`. What is left out stays."""

    name: None | str | Unset = UNSET
    """ As recipients are to read it. """
    addresses: list[str] | None | Unset = UNSET
    """ From where its people and API keys may be used, all ranges (IPv4 and IPv6, in the notation of CIDR). The
    caller's own address must be in one of them. """
    members: MembersChangeRequest | Unset = UNSET
    """ What is demanded of the organisation's own people. """
    two_factor_required: bool | None | Unset = UNSET
    """ Whether everybody who signs shows a second factor that is not the mailbox. """

    def to_dict(self) -> dict[str, Any]:
        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        addresses: list[str] | None | Unset
        if isinstance(self.addresses, Unset):
            addresses = UNSET
        elif isinstance(self.addresses, list):
            addresses = self.addresses

        else:
            addresses = self.addresses

        members: dict[str, Any] | Unset = UNSET
        if not isinstance(self.members, Unset):
            members = self.members.to_dict()

        two_factor_required: bool | None | Unset
        if isinstance(self.two_factor_required, Unset):
            two_factor_required = UNSET
        else:
            two_factor_required = self.two_factor_required

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if name is not UNSET:
            field_dict["name"] = name
        if addresses is not UNSET:
            field_dict["addresses"] = addresses
        if members is not UNSET:
            field_dict["members"] = members
        if two_factor_required is not UNSET:
            field_dict["two_factor_required"] = two_factor_required

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.members_change_request import MembersChangeRequest  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))

        def _parse_addresses(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                addresses_type_0 = cast(list[str], data)

                return addresses_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        addresses = _parse_addresses(d.pop("addresses", UNSET))

        _members = d.pop("members", UNSET)
        members: MembersChangeRequest | Unset
        if isinstance(_members, Unset):
            members = UNSET
        else:
            members = MembersChangeRequest.from_dict(_members)

        def _parse_two_factor_required(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        two_factor_required = _parse_two_factor_required(d.pop("two_factor_required", UNSET))

        organisation_change_request = cls(
            name=name,
            addresses=addresses,
            members=members,
            two_factor_required=two_factor_required,
        )

        return organisation_change_request
