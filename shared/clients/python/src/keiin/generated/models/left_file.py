from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="LeftFile")


@_attrs_define
class LeftFile:
    """A file that was left in the store."""

    upload: str
    """ The token of its upload. """

    def to_dict(self) -> dict[str, Any]:
        upload = self.upload

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "upload": upload,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        upload = d.pop("upload")

        left_file = cls(
            upload=upload,
        )

        return left_file
