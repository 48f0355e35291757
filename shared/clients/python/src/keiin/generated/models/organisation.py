from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.address_bound_links import AddressBoundLinks, check_address_bound_links

if TYPE_CHECKING:
    from ..models.brand import Brand
    from ..models.envelopes import Envelopes
    from ..models.members import Members
    from ..models.provider import Provider


T = TypeVar("T", bound="Organisation")


@_attrs_define
class Organisation:
    """The organisation."""

    name: str
    """ As recipients read it. """
    added_at: datetime.datetime
    address_bound_links: AddressBoundLinks
    """ Which links in mails open only from `addresses`: none (`none`), those that were mailed to addresses at one
    of `members.mail_domains` (`own_domains`), or all, those of recipients outside the organisation among them
    (`all`). They are links to sign, to download, to see how an envelope stands, and of invitations. From elsewhere
    they show no more than that the organisation has said so (403 `address-not-allowed`). What is said here and in
    `addresses` holds at once for links that were mailed before, so that nobody has to be asked again where ranges
    have changed. """
    addresses: list[str]
    """ From where its people and API keys may be used; from everywhere where there are none. """
    brand: Brand
    """ What stands on pages and mails of the organisation's envelopes in place of the service's own; null where the
    service's own stays. """
    envelopes: Envelopes
    """ What is demanded of envelopes, and what holds for them where a request says nothing. """
    fiscal_year_end: None | str
    """ The last day of its fiscal year, `MM-DD`. """
    id: str
    """ An organisation's identifier. """
    members: Members
    """ What is demanded of the organisation's own people. """
    name_en: None | str
    """ The same for readers of English, where it has another name for them. """
    provider: None | Provider
    """ Where its people sign in; at the service's own provider where nothing is said. """
    quota: int | None
    """ How many envelopes it may send within a calendar month; any number where nothing is said. The operator says
    it. """
    time_zone: str
    """ The name of a time zone in the IANA database. """
    two_factor_required: bool
    """ Whether everybody who signs shows a second factor that is not the mailbox. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.provider import Provider  # noqa: PLC0415

        name = self.name

        added_at = self.added_at.isoformat()

        address_bound_links: str = self.address_bound_links

        addresses = self.addresses

        brand = self.brand.to_dict()

        envelopes = self.envelopes.to_dict()

        fiscal_year_end: None | str
        fiscal_year_end = self.fiscal_year_end

        id = self.id

        members = self.members.to_dict()

        name_en: None | str
        name_en = self.name_en

        provider: dict[str, Any] | None
        if isinstance(self.provider, Provider):
            provider = self.provider.to_dict()
        else:
            provider = self.provider

        quota: int | None
        quota = self.quota

        time_zone = self.time_zone

        two_factor_required = self.two_factor_required

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "added_at": added_at,
                "address_bound_links": address_bound_links,
                "addresses": addresses,
                "brand": brand,
                "envelopes": envelopes,
                "fiscal_year_end": fiscal_year_end,
                "id": id,
                "members": members,
                "name_en": name_en,
                "provider": provider,
                "quota": quota,
                "time_zone": time_zone,
                "two_factor_required": two_factor_required,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.brand import Brand  # noqa: PLC0415
        from ..models.envelopes import Envelopes  # noqa: PLC0415
        from ..models.members import Members  # noqa: PLC0415
        from ..models.provider import Provider  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        added_at = datetime.datetime.fromisoformat(d.pop("added_at"))

        address_bound_links = check_address_bound_links(d.pop("address_bound_links"))

        addresses = cast(list[str], d.pop("addresses"))

        brand = Brand.from_dict(d.pop("brand"))

        envelopes = Envelopes.from_dict(d.pop("envelopes"))

        def _parse_fiscal_year_end(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        fiscal_year_end = _parse_fiscal_year_end(d.pop("fiscal_year_end"))

        id = d.pop("id")

        members = Members.from_dict(d.pop("members"))

        def _parse_name_en(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        name_en = _parse_name_en(d.pop("name_en"))

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

        def _parse_quota(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        quota = _parse_quota(d.pop("quota"))

        time_zone = d.pop("time_zone")

        two_factor_required = d.pop("two_factor_required")

        organisation = cls(
            name=name,
            added_at=added_at,
            address_bound_links=address_bound_links,
            addresses=addresses,
            brand=brand,
            envelopes=envelopes,
            fiscal_year_end=fiscal_year_end,
            id=id,
            members=members,
            name_en=name_en,
            provider=provider,
            quota=quota,
            time_zone=time_zone,
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
