from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.language import Language, check_language

T = TypeVar("T", bound="Earlier")


@_attrs_define
class Earlier:
    """What was said of a contact before. The entry of the organisation's log says who changed it when."""

    name: str
    company: None | str
    department: None | str
    email: str
    """ An email address as it was typed; its domain may be international. """
    job_title: None | str
    kana: None | str
    language: Language
    """ The language of pages and mails. """
    note: None | str
    phone: None | str
    until_entry: int
    """ The entry that ended it (`sequence` in `GET /v1/organisation/log`). """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        company: None | str
        company = self.company

        department: None | str
        department = self.department

        email = self.email

        job_title: None | str
        job_title = self.job_title

        kana: None | str
        kana = self.kana

        language: str = self.language

        note: None | str
        note = self.note

        phone: None | str
        phone = self.phone

        until_entry = self.until_entry

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "company": company,
                "department": department,
                "email": email,
                "job_title": job_title,
                "kana": kana,
                "language": language,
                "note": note,
                "phone": phone,
                "until_entry": until_entry,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

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

        until_entry = d.pop("until_entry")

        earlier = cls(
            name=name,
            company=company,
            department=department,
            email=email,
            job_title=job_title,
            kana=kana,
            language=language,
            note=note,
            phone=phone,
            until_entry=until_entry,
        )

        earlier.additional_properties = d
        return earlier

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
