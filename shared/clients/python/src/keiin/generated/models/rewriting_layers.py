from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="RewritingLayers")


@_attrs_define
class RewritingLayers:
    detail: str
    """ In English. """
    detail_ja: str
    """ The same in Japanese. """
    hidden: int
    kind: Literal["layers"]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        detail = self.detail

        detail_ja = self.detail_ja

        hidden = self.hidden

        kind = self.kind

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "detail": detail,
                "detail_ja": detail_ja,
                "hidden": hidden,
                "kind": kind,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        detail = d.pop("detail")

        detail_ja = d.pop("detail_ja")

        hidden = d.pop("hidden")

        kind = cast(Literal["layers"], d.pop("kind"))
        if kind != "layers":
            raise ValueError(f"kind must match const 'layers', got '{kind}'")

        rewriting_layers = cls(
            detail=detail,
            detail_ja=detail_ja,
            hidden=hidden,
            kind=kind,
        )

        rewriting_layers.additional_properties = d
        return rewriting_layers

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
