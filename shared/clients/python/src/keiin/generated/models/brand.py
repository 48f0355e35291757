from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Brand")


@_attrs_define
class Brand:
    """What stands on pages and mails of the organisation's envelopes in place of the service's own; null where the
    service's own stays.

    """

    name: None | str
    """ The name at the head of pages and mails. """
    accent: None | str
    """ The colour of buttons and lines, `#rrggbb`. """
    mail_sender: None | str
    """ As whom mail programs show the sender of mails, beside the service's address. """
    name_en: None | str
    """ The same for readers of English. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name: None | str
        name = self.name

        accent: None | str
        accent = self.accent

        mail_sender: None | str
        mail_sender = self.mail_sender

        name_en: None | str
        name_en = self.name_en

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "accent": accent,
                "mail_sender": mail_sender,
                "name_en": name_en,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        name = _parse_name(d.pop("name"))

        def _parse_accent(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        accent = _parse_accent(d.pop("accent"))

        def _parse_mail_sender(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        mail_sender = _parse_mail_sender(d.pop("mail_sender"))

        def _parse_name_en(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        name_en = _parse_name_en(d.pop("name_en"))

        brand = cls(
            name=name,
            accent=accent,
            mail_sender=mail_sender,
            name_en=name_en,
        )

        brand.additional_properties = d
        return brand

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
