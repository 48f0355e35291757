from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="AwaitedView2")


@_attrs_define
class AwaitedView2:
    """Recipients who have been asked and have not acted."""

    bounced: bool
    """ Whether a mail to one of them came back. """
    count: int
    """ How many they are. """
    names: list[str]
    """ Their names, three at most. """
    since: datetime.datetime
    """ Since when the first of them has been asked. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        bounced = self.bounced

        count = self.count

        names = self.names

        since = self.since.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "bounced": bounced,
                "count": count,
                "names": names,
                "since": since,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        bounced = d.pop("bounced")

        count = d.pop("count")

        names = cast(list[str], d.pop("names"))

        since = datetime.datetime.fromisoformat(d.pop("since"))

        awaited_view_2 = cls(
            bounced=bounced,
            count=count,
            names=names,
            since=since,
        )

        awaited_view_2.additional_properties = d
        return awaited_view_2

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
