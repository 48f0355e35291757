from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="RewritingXmlForm")


@_attrs_define
class RewritingXmlForm:
    detail: str
    """ In English. """
    detail_ja: str
    """ The same in Japanese. """
    kind: Literal["xml_form"]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        detail = self.detail

        detail_ja = self.detail_ja

        kind = self.kind

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "detail": detail,
                "detail_ja": detail_ja,
                "kind": kind,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        detail = d.pop("detail")

        detail_ja = d.pop("detail_ja")

        kind = cast(Literal["xml_form"], d.pop("kind"))
        if kind != "xml_form":
            raise ValueError(f"kind must match const 'xml_form', got '{kind}'")

        rewriting_xml_form = cls(
            detail=detail,
            detail_ja=detail_ja,
            kind=kind,
        )

        rewriting_xml_form.additional_properties = d
        return rewriting_xml_form

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
