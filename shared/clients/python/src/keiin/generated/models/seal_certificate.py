from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="SealCertificate")


@_attrs_define
class SealCertificate:
    """A seal's certificate."""

    days_left: int
    """ Whole days that are left. """
    issuer: str
    """ Who has issued it. """
    serial_number: str
    """ The number that the issuer gave it. """
    subject: str
    """ Whom it names (RFC 4514). """
    valid_from: datetime.datetime
    """ From when on it and those above it are valid. """
    valid_until: datetime.datetime
    """ Until when. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        days_left = self.days_left

        issuer = self.issuer

        serial_number = self.serial_number

        subject = self.subject

        valid_from = self.valid_from.isoformat()

        valid_until = self.valid_until.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "days_left": days_left,
                "issuer": issuer,
                "serial_number": serial_number,
                "subject": subject,
                "valid_from": valid_from,
                "valid_until": valid_until,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        days_left = d.pop("days_left")

        issuer = d.pop("issuer")

        serial_number = d.pop("serial_number")

        subject = d.pop("subject")

        valid_from = datetime.datetime.fromisoformat(d.pop("valid_from"))

        valid_until = datetime.datetime.fromisoformat(d.pop("valid_until"))

        seal_certificate = cls(
            days_left=days_left,
            issuer=issuer,
            serial_number=serial_number,
            subject=subject,
            valid_from=valid_from,
            valid_until=valid_until,
        )

        seal_certificate.additional_properties = d
        return seal_certificate

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
