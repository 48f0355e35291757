from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="DeclaredFile")


@_attrs_define
class DeclaredFile:
    """A file that is about to be left in the store."""

    sha256: str
    """ Its SHA-256, 64 hexadecimal characters. """
    size: int
    """ Its size in bytes. """

    def to_dict(self) -> dict[str, Any]:
        sha256 = self.sha256

        size = self.size

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "sha256": sha256,
                "size": size,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        sha256 = d.pop("sha256")

        size = d.pop("size")

        declared_file = cls(
            sha256=sha256,
            size=size,
        )

        return declared_file
