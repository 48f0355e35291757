from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.address_bound_links import AddressBoundLinks, check_address_bound_links
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.brand_request import BrandRequest
    from ..models.envelopes_change_request import EnvelopesChangeRequest
    from ..models.members_change_request import MembersChangeRequest


T = TypeVar("T", bound="OrganisationChangeRequest")


@_attrs_define
class OrganisationChangeRequest:
    """What is changed of the organisation: `PATCH /v1/organisation`. What is left out stays."""

    name: None | str | Unset = UNSET
    """ As recipients are to read it. """
    address_bound_links: AddressBoundLinks | None | Unset = UNSET
    """ Anything but `none` takes ranges in `addresses`, and `own_domains` takes `members.mail_domains` as well. """
    addresses: list[str] | None | Unset = UNSET
    """ From where its people and API keys may be used, all ranges (IPv4 and IPv6, in the notation of CIDR). The
    caller's own address must be in one of them. They cannot all go while links are bound to them. """
    brand: BrandRequest | None | Unset = UNSET
    """ How it presents itself to recipients, all of it; null is as the service does. """
    envelopes: EnvelopesChangeRequest | Unset = UNSET
    """ What is to be demanded of envelopes, and to hold for them where a request says nothing. What is left out
    stays. """
    fiscal_year_end: None | str | Unset = UNSET
    """ The last day of its fiscal year, `MM-DD`; null where it is not known. """
    members: MembersChangeRequest | Unset = UNSET
    """ What is demanded of the organisation's own people. """
    name_en: None | str | Unset = UNSET
    """ The same for readers of English; null where there is no other. """
    time_zone: None | str | Unset = UNSET
    """ Where its days begin and end, by the name of the time zone, such as Asia/Tokyo. """
    two_factor_required: bool | None | Unset = UNSET
    """ Whether everybody who signs shows a second factor that is not the mailbox. """

    def to_dict(self) -> dict[str, Any]:
        from ..models.brand_request import BrandRequest  # noqa: PLC0415

        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        address_bound_links: None | str | Unset
        if isinstance(self.address_bound_links, Unset):
            address_bound_links = UNSET
        elif isinstance(self.address_bound_links, str):
            address_bound_links = self.address_bound_links
        else:
            address_bound_links = self.address_bound_links

        addresses: list[str] | None | Unset
        if isinstance(self.addresses, Unset):
            addresses = UNSET
        elif isinstance(self.addresses, list):
            addresses = self.addresses

        else:
            addresses = self.addresses

        brand: dict[str, Any] | None | Unset
        if isinstance(self.brand, Unset):
            brand = UNSET
        elif isinstance(self.brand, BrandRequest):
            brand = self.brand.to_dict()
        else:
            brand = self.brand

        envelopes: dict[str, Any] | Unset = UNSET
        if not isinstance(self.envelopes, Unset):
            envelopes = self.envelopes.to_dict()

        fiscal_year_end: None | str | Unset
        if isinstance(self.fiscal_year_end, Unset):
            fiscal_year_end = UNSET
        else:
            fiscal_year_end = self.fiscal_year_end

        members: dict[str, Any] | Unset = UNSET
        if not isinstance(self.members, Unset):
            members = self.members.to_dict()

        name_en: None | str | Unset
        if isinstance(self.name_en, Unset):
            name_en = UNSET
        else:
            name_en = self.name_en

        time_zone: None | str | Unset
        if isinstance(self.time_zone, Unset):
            time_zone = UNSET
        else:
            time_zone = self.time_zone

        two_factor_required: bool | None | Unset
        if isinstance(self.two_factor_required, Unset):
            two_factor_required = UNSET
        else:
            two_factor_required = self.two_factor_required

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if name is not UNSET:
            field_dict["name"] = name
        if address_bound_links is not UNSET:
            field_dict["address_bound_links"] = address_bound_links
        if addresses is not UNSET:
            field_dict["addresses"] = addresses
        if brand is not UNSET:
            field_dict["brand"] = brand
        if envelopes is not UNSET:
            field_dict["envelopes"] = envelopes
        if fiscal_year_end is not UNSET:
            field_dict["fiscal_year_end"] = fiscal_year_end
        if members is not UNSET:
            field_dict["members"] = members
        if name_en is not UNSET:
            field_dict["name_en"] = name_en
        if time_zone is not UNSET:
            field_dict["time_zone"] = time_zone
        if two_factor_required is not UNSET:
            field_dict["two_factor_required"] = two_factor_required

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.brand_request import BrandRequest  # noqa: PLC0415
        from ..models.envelopes_change_request import EnvelopesChangeRequest  # noqa: PLC0415
        from ..models.members_change_request import MembersChangeRequest  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))

        def _parse_address_bound_links(data: object) -> AddressBoundLinks | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                address_bound_links_type_0 = check_address_bound_links(data)

                return address_bound_links_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AddressBoundLinks | None | Unset, data)

        address_bound_links = _parse_address_bound_links(d.pop("address_bound_links", UNSET))

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

        def _parse_brand(data: object) -> BrandRequest | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                brand_type_0 = BrandRequest.from_dict(data)

                return brand_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(BrandRequest | None | Unset, data)

        brand = _parse_brand(d.pop("brand", UNSET))

        _envelopes = d.pop("envelopes", UNSET)
        envelopes: EnvelopesChangeRequest | Unset
        if isinstance(_envelopes, Unset):
            envelopes = UNSET
        else:
            envelopes = EnvelopesChangeRequest.from_dict(_envelopes)

        def _parse_fiscal_year_end(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        fiscal_year_end = _parse_fiscal_year_end(d.pop("fiscal_year_end", UNSET))

        _members = d.pop("members", UNSET)
        members: MembersChangeRequest | Unset
        if isinstance(_members, Unset):
            members = UNSET
        else:
            members = MembersChangeRequest.from_dict(_members)

        def _parse_name_en(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name_en = _parse_name_en(d.pop("name_en", UNSET))

        def _parse_time_zone(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        time_zone = _parse_time_zone(d.pop("time_zone", UNSET))

        def _parse_two_factor_required(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        two_factor_required = _parse_two_factor_required(d.pop("two_factor_required", UNSET))

        organisation_change_request = cls(
            name=name,
            address_bound_links=address_bound_links,
            addresses=addresses,
            brand=brand,
            envelopes=envelopes,
            fiscal_year_end=fiscal_year_end,
            members=members,
            name_en=name_en,
            time_zone=time_zone,
            two_factor_required=two_factor_required,
        )

        return organisation_change_request
