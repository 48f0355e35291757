from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="BrandRequest")


@_attrs_define
class BrandRequest:
    """What is to stand on pages and mails of the organisation's envelopes in place of the service's own."""

    name: None | str | Unset = UNSET
    """ The name at the head of pages and mails. """
    accent: None | str | Unset = UNSET
    """ The colour of buttons and lines, `#rrggbb`: so dark that white text on it can be read (WCAG 2.2, 1.4.3). """
    mail_sender: None | str | Unset = UNSET
    """ As whom mail programs are to show the sender of mails, beside the service's address. """
    name_en: None | str | Unset = UNSET
    """ The same for readers of English. """

    def to_dict(self) -> dict[str, Any]:
        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        accent: None | str | Unset
        if isinstance(self.accent, Unset):
            accent = UNSET
        else:
            accent = self.accent

        mail_sender: None | str | Unset
        if isinstance(self.mail_sender, Unset):
            mail_sender = UNSET
        else:
            mail_sender = self.mail_sender

        name_en: None | str | Unset
        if isinstance(self.name_en, Unset):
            name_en = UNSET
        else:
            name_en = self.name_en

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if name is not UNSET:
            field_dict["name"] = name
        if accent is not UNSET:
            field_dict["accent"] = accent
        if mail_sender is not UNSET:
            field_dict["mail_sender"] = mail_sender
        if name_en is not UNSET:
            field_dict["name_en"] = name_en

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))

        def _parse_accent(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        accent = _parse_accent(d.pop("accent", UNSET))

        def _parse_mail_sender(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        mail_sender = _parse_mail_sender(d.pop("mail_sender", UNSET))

        def _parse_name_en(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name_en = _parse_name_en(d.pop("name_en", UNSET))

        brand_request = cls(
            name=name,
            accent=accent,
            mail_sender=mail_sender,
            name_en=name_en,
        )

        return brand_request
