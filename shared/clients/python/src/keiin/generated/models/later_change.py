from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.permission import Permission, check_permission

T = TypeVar("T", bound="LaterChange")


@_attrs_define
class LaterChange:
    """One change, or several that read the same."""

    field: None | str
    """ The form field concerned. """
    kind: str
    """ What was changed. """
    page: int | None
    """ The page concerned, counted from 1. """
    permission: Permission
    """ Whether a change may be made to a signed document. """
    text: str
    """ What it is, in words. """
    times: int
    """ How often. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        field: None | str
        field = self.field

        kind = self.kind

        page: int | None
        page = self.page

        permission: str = self.permission

        text = self.text

        times = self.times

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "field": field,
                "kind": kind,
                "page": page,
                "permission": permission,
                "text": text,
                "times": times,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_field(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        field = _parse_field(d.pop("field"))

        kind = d.pop("kind")

        def _parse_page(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        page = _parse_page(d.pop("page"))

        permission = check_permission(d.pop("permission"))

        text = d.pop("text")

        times = d.pop("times")

        later_change = cls(
            field=field,
            kind=kind,
            page=page,
            permission=permission,
            text=text,
            times=times,
        )

        later_change.additional_properties = d
        return later_change

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
