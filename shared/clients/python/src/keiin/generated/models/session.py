from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Session")


@_attrs_define
class Session:
    """A browser in which a person has signed in."""

    address: None | str
    began_at: datetime.datetime
    ends_at: datetime.datetime
    """ When it ends if nobody uses it. """
    id: str
    """ SHA-256, in lower-case hexadecimal characters. """
    second_factor: bool
    used_at: datetime.datetime
    """ When it was used last, known to five minutes. """
    user_agent: str
    """ What the browser calls itself. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        address: None | str
        address = self.address

        began_at = self.began_at.isoformat()

        ends_at = self.ends_at.isoformat()

        id = self.id

        second_factor = self.second_factor

        used_at = self.used_at.isoformat()

        user_agent = self.user_agent

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "address": address,
                "began_at": began_at,
                "ends_at": ends_at,
                "id": id,
                "second_factor": second_factor,
                "used_at": used_at,
                "user_agent": user_agent,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_address(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        address = _parse_address(d.pop("address"))

        began_at = datetime.datetime.fromisoformat(d.pop("began_at"))

        ends_at = datetime.datetime.fromisoformat(d.pop("ends_at"))

        id = d.pop("id")

        second_factor = d.pop("second_factor")

        used_at = datetime.datetime.fromisoformat(d.pop("used_at"))

        user_agent = d.pop("user_agent")

        session = cls(
            address=address,
            began_at=began_at,
            ends_at=ends_at,
            id=id,
            second_factor=second_factor,
            used_at=used_at,
            user_agent=user_agent,
        )

        session.additional_properties = d
        return session

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
