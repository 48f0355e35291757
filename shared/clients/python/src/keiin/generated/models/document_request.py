from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="DocumentRequest")


@_attrs_define
class DocumentRequest:
    """A document to be uploaded."""

    name: str
    """ Its name (文書名), without a path; `.pdf` at its end is left out. """
    sha256: str
    """ SHA-256 of the file, 64 hexadecimal characters. """
    size: int
    """ Its size in bytes. """

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        sha256 = self.sha256

        size = self.size

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "sha256": sha256,
                "size": size,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        sha256 = d.pop("sha256")

        size = d.pop("size")

        document_request = cls(
            name=name,
            sha256=sha256,
            size=size,
        )

        return document_request
