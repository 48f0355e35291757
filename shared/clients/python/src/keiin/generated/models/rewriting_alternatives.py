from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="RewritingAlternatives")


@_attrs_define
class RewritingAlternatives:
    detail: str
    """ In English. """
    detail_ja: str
    """ The same in Japanese. """
    count: int
    kind: Literal["alternatives"]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        detail = self.detail

        detail_ja = self.detail_ja

        count = self.count

        kind = self.kind

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "detail": detail,
                "detail_ja": detail_ja,
                "count": count,
                "kind": kind,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        detail = d.pop("detail")

        detail_ja = d.pop("detail_ja")

        count = d.pop("count")

        kind = cast(Literal["alternatives"], d.pop("kind"))
        if kind != "alternatives":
            raise ValueError(f"kind must match const 'alternatives', got '{kind}'")

        rewriting_alternatives = cls(
            detail=detail,
            detail_ja=detail_ja,
            count=count,
            kind=kind,
        )

        rewriting_alternatives.additional_properties = d
        return rewriting_alternatives

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
