from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.book_scope import BookScope, check_book_scope
from ..models.language import Language, check_language
from ..types import UNSET, Unset

T = TypeVar("T", bound="ContactRequest")


@_attrs_define
class ContactRequest:
    """A contact to be added: `POST /v1/contacts`."""

    name: str
    """ Name. """
    email: str
    """ Where requests are to go. No other contact of the book has it. """
    scope: BookScope | None
    """ To which book. """
    company: None | str | Unset = UNSET
    """ Company. """
    department: None | str | Unset = UNSET
    """ Department. """
    job_title: None | str | Unset = UNSET
    """ Job title. """
    kana: None | str | Unset = UNSET
    """ How the name is read (フリガナ). Lists are in this order. """
    language: Language | Unset = UNSET
    """ The language of pages and mails. """
    note: None | str | Unset = UNSET
    """ A note. """
    phone: None | str | Unset = UNSET
    """ Telephone number, Japanese or with its country code. """

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        email = self.email

        scope: None | str
        if isinstance(self.scope, str):
            scope = self.scope
        else:
            scope = self.scope

        company: None | str | Unset
        if isinstance(self.company, Unset):
            company = UNSET
        else:
            company = self.company

        department: None | str | Unset
        if isinstance(self.department, Unset):
            department = UNSET
        else:
            department = self.department

        job_title: None | str | Unset
        if isinstance(self.job_title, Unset):
            job_title = UNSET
        else:
            job_title = self.job_title

        kana: None | str | Unset
        if isinstance(self.kana, Unset):
            kana = UNSET
        else:
            kana = self.kana

        language: str | Unset = UNSET
        if not isinstance(self.language, Unset):
            language = self.language

        note: None | str | Unset
        if isinstance(self.note, Unset):
            note = UNSET
        else:
            note = self.note

        phone: None | str | Unset
        if isinstance(self.phone, Unset):
            phone = UNSET
        else:
            phone = self.phone

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "email": email,
                "scope": scope,
            }
        )
        if company is not UNSET:
            field_dict["company"] = company
        if department is not UNSET:
            field_dict["department"] = department
        if job_title is not UNSET:
            field_dict["job_title"] = job_title
        if kana is not UNSET:
            field_dict["kana"] = kana
        if language is not UNSET:
            field_dict["language"] = language
        if note is not UNSET:
            field_dict["note"] = note
        if phone is not UNSET:
            field_dict["phone"] = phone

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        email = d.pop("email")

        def _parse_scope(data: object) -> BookScope | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                scope_type_0 = check_book_scope(data)

                return scope_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(BookScope | None, data)

        scope = _parse_scope(d.pop("scope"))

        def _parse_company(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        company = _parse_company(d.pop("company", UNSET))

        def _parse_department(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        department = _parse_department(d.pop("department", UNSET))

        def _parse_job_title(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        job_title = _parse_job_title(d.pop("job_title", UNSET))

        def _parse_kana(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        kana = _parse_kana(d.pop("kana", UNSET))

        _language = d.pop("language", UNSET)
        language: Language | Unset
        if isinstance(_language, Unset):
            language = UNSET
        else:
            language = check_language(_language)

        def _parse_note(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        note = _parse_note(d.pop("note", UNSET))

        def _parse_phone(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        phone = _parse_phone(d.pop("phone", UNSET))

        contact_request = cls(
            name=name,
            email=email,
            scope=scope,
            company=company,
            department=department,
            job_title=job_title,
            kana=kana,
            language=language,
            note=note,
            phone=phone,
        )

        return contact_request
