from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.role import Role, check_role

T = TypeVar("T", bound="RuleRole")


@_attrs_define
class RuleRole:
    """A role gives it, over everything of the organisation."""

    type_: Literal["role"]
    role: Role
    """ What a person does: 管理者, 文書管理者, 文書閲覧者, 送信者, 承認者. `approver` (承認者) gives no right by itself: it is there for
    folders to give rights to. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        role: str = self.role

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "type": type_,
                "role": role,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = cast(Literal["role"], d.pop("type"))
        if type_ != "role":
            raise ValueError(f"type must match const 'role', got '{type_}'")

        role = check_role(d.pop("role"))

        rule_role = cls(
            type_=type_,
            role=role,
        )

        rule_role.additional_properties = d
        return rule_role

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
