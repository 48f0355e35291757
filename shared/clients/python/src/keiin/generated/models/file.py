from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="File")


@_attrs_define
class File:
    """A file of a document."""

    document: int
    """ A document's place in its envelope, from 1. """
    expires_at: datetime.datetime
    """ Until when it is good. """
    sha256: str
    """ SHA-256, in lower-case hexadecimal characters. """
    size: int
    """ In bytes. """
    url: str
    """ The URL, good for whoever has it. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        document = self.document

        expires_at = self.expires_at.isoformat()

        sha256 = self.sha256

        size = self.size

        url = self.url

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "document": document,
                "expires_at": expires_at,
                "sha256": sha256,
                "size": size,
                "url": url,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        document = d.pop("document")

        expires_at = datetime.datetime.fromisoformat(d.pop("expires_at"))

        sha256 = d.pop("sha256")

        size = d.pop("size")

        url = d.pop("url")

        file = cls(
            document=document,
            expires_at=expires_at,
            sha256=sha256,
            size=size,
            url=url,
        )

        file.additional_properties = d
        return file

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
