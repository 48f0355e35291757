from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="GroupRequest")


@_attrs_define
class GroupRequest:
    """A group that is made or renamed: `POST /v1/organisation/groups`, `PATCH /v1/organisation/groups/{id}`."""

    name: str
    """ What it is called, such as a division's name (課). """

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        group_request = cls(
            name=name,
        )

        return group_request
