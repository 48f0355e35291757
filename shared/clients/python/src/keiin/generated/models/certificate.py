from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Certificate")


@_attrs_define
class Certificate:
    """A certificate."""

    chain: list[str]
    """ The subjects from it to the trust anchor; empty if there is no such chain. """
    issuer: str
    """ Issuer (RFC 4514). """
    key: None | str
    """ The key. """
    serial_number: str
    """ Serial number in hexadecimal. """
    subject: str
    """ Subject (RFC 4514). """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        chain = self.chain

        issuer = self.issuer

        key: None | str
        key = self.key

        serial_number = self.serial_number

        subject = self.subject

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "chain": chain,
                "issuer": issuer,
                "key": key,
                "serial_number": serial_number,
                "subject": subject,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        chain = cast(list[str], d.pop("chain"))

        issuer = d.pop("issuer")

        def _parse_key(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        key = _parse_key(d.pop("key"))

        serial_number = d.pop("serial_number")

        subject = d.pop("subject")

        certificate = cls(
            chain=chain,
            issuer=issuer,
            key=key,
            serial_number=serial_number,
            subject=subject,
        )

        certificate.additional_properties = d
        return certificate

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
