from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.book_scope import BookScope, check_book_scope
from ..models.language import Language, check_language
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.earlier import Earlier


T = TypeVar("T", bound="Contact")


@_attrs_define
class Contact:
    """A contact."""

    name: str
    changed_at: datetime.datetime
    company: None | str
    department: None | str
    email: str
    """ An email address as it was typed; its domain may be international. """
    id: str
    """ A contact's identifier: a UUID of version 8, which follows from the book and the address. """
    job_title: None | str
    kana: None | str
    language: Language
    """ The language of pages and mails. """
    note: None | str
    phone: None | str
    scope: BookScope
    """ Which address book. """
    version: int
    earlier: list[Earlier] | Unset = UNSET
    """ What was said before, the latest first: of a shared contact that is read by itself. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        changed_at = self.changed_at.isoformat()

        company: None | str
        company = self.company

        department: None | str
        department = self.department

        email = self.email

        id = self.id

        job_title: None | str
        job_title = self.job_title

        kana: None | str
        kana = self.kana

        language: str = self.language

        note: None | str
        note = self.note

        phone: None | str
        phone = self.phone

        scope: str = self.scope

        version = self.version

        earlier: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.earlier, Unset):
            earlier = []
            for earlier_item_data in self.earlier:
                earlier_item = earlier_item_data.to_dict()
                earlier.append(earlier_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "changed_at": changed_at,
                "company": company,
                "department": department,
                "email": email,
                "id": id,
                "job_title": job_title,
                "kana": kana,
                "language": language,
                "note": note,
                "phone": phone,
                "scope": scope,
                "version": version,
            }
        )
        if earlier is not UNSET:
            field_dict["earlier"] = earlier

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.earlier import Earlier  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        changed_at = datetime.datetime.fromisoformat(d.pop("changed_at"))

        def _parse_company(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        company = _parse_company(d.pop("company"))

        def _parse_department(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        department = _parse_department(d.pop("department"))

        email = d.pop("email")

        id = d.pop("id")

        def _parse_job_title(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        job_title = _parse_job_title(d.pop("job_title"))

        def _parse_kana(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        kana = _parse_kana(d.pop("kana"))

        language = check_language(d.pop("language"))

        def _parse_note(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        note = _parse_note(d.pop("note"))

        def _parse_phone(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        phone = _parse_phone(d.pop("phone"))

        scope = check_book_scope(d.pop("scope"))

        version = d.pop("version")

        _earlier = d.pop("earlier", UNSET)
        earlier: list[Earlier] | Unset = UNSET
        if _earlier is not UNSET:
            earlier = []
            for earlier_item_data in _earlier:
                earlier_item = Earlier.from_dict(earlier_item_data)

                earlier.append(earlier_item)

        contact = cls(
            name=name,
            changed_at=changed_at,
            company=company,
            department=department,
            email=email,
            id=id,
            job_title=job_title,
            kana=kana,
            language=language,
            note=note,
            phone=phone,
            scope=scope,
            version=version,
            earlier=earlier,
        )

        contact.additional_properties = d
        return contact

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
