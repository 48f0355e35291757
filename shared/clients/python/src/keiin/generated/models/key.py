from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.scope import Scope, check_scope

if TYPE_CHECKING:
    from ..models.holder_other import HolderOther
    from ..models.holder_person import HolderPerson
    from ..models.holder_service import HolderService


T = TypeVar("T", bound="Key")


@_attrs_define
class Key:
    """An API key, without the key itself."""

    addresses: list[str]
    expires_at: datetime.datetime | None
    holder: HolderOther | HolderPerson | HolderService
    """ In whose name a key sends. """
    id: str
    """ An API key's identifier, which is not the key. """
    label: str
    last_used_at: datetime.datetime | None
    """ When it was used last, known to the hour; nothing where it was not. """
    made_at: datetime.datetime
    scopes: list[Scope]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.holder_person import HolderPerson  # noqa: PLC0415
        from ..models.holder_service import HolderService  # noqa: PLC0415

        addresses = self.addresses

        expires_at: None | str
        if isinstance(self.expires_at, datetime.datetime):
            expires_at = self.expires_at.isoformat()
        else:
            expires_at = self.expires_at

        holder: dict[str, Any]
        if isinstance(self.holder, HolderPerson):
            holder = self.holder.to_dict()
        elif isinstance(self.holder, HolderService):
            holder = self.holder.to_dict()
        else:
            holder = self.holder.to_dict()

        id = self.id

        label = self.label

        last_used_at: None | str
        if isinstance(self.last_used_at, datetime.datetime):
            last_used_at = self.last_used_at.isoformat()
        else:
            last_used_at = self.last_used_at

        made_at = self.made_at.isoformat()

        scopes = []
        for scopes_item_data in self.scopes:
            scopes_item: str = scopes_item_data
            scopes.append(scopes_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "addresses": addresses,
                "expires_at": expires_at,
                "holder": holder,
                "id": id,
                "label": label,
                "last_used_at": last_used_at,
                "made_at": made_at,
                "scopes": scopes,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.holder_other import HolderOther  # noqa: PLC0415
        from ..models.holder_person import HolderPerson  # noqa: PLC0415
        from ..models.holder_service import HolderService  # noqa: PLC0415

        d = dict(src_dict)
        addresses = cast(list[str], d.pop("addresses"))

        def _parse_expires_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                expires_at_type_0 = datetime.datetime.fromisoformat(data)

                return expires_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        expires_at = _parse_expires_at(d.pop("expires_at"))

        def _parse_holder(data: object) -> HolderOther | HolderPerson | HolderService:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_holder_holder_person = HolderPerson.from_dict(data)

                return componentsschemas_holder_holder_person
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_holder_holder_service = HolderService.from_dict(data)

                return componentsschemas_holder_holder_service
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            componentsschemas_holder_holder_other = HolderOther.from_dict(data)

            return componentsschemas_holder_holder_other

        holder = _parse_holder(d.pop("holder"))

        id = d.pop("id")

        label = d.pop("label")

        def _parse_last_used_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_used_at_type_0 = datetime.datetime.fromisoformat(data)

                return last_used_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        last_used_at = _parse_last_used_at(d.pop("last_used_at"))

        made_at = datetime.datetime.fromisoformat(d.pop("made_at"))

        scopes = []
        _scopes = d.pop("scopes")
        for scopes_item_data in _scopes:
            scopes_item = check_scope(scopes_item_data)

            scopes.append(scopes_item)

        key = cls(
            addresses=addresses,
            expires_at=expires_at,
            holder=holder,
            id=id,
            label=label,
            last_used_at=last_used_at,
            made_at=made_at,
            scopes=scopes,
        )

        key.additional_properties = d
        return key

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
