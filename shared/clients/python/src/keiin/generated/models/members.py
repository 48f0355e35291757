from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Members")


@_attrs_define
class Members:
    """What is demanded of the organisation's own people."""

    mail_domains: list[str]
    """ Domains that their addresses must be of; any where there are none. """
    second_factor_required: bool
    """ Whether they sign in with a second factor. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        mail_domains = self.mail_domains

        second_factor_required = self.second_factor_required

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "mail_domains": mail_domains,
                "second_factor_required": second_factor_required,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        mail_domains = cast(list[str], d.pop("mail_domains"))

        second_factor_required = d.pop("second_factor_required")

        members = cls(
            mail_domains=mail_domains,
            second_factor_required=second_factor_required,
        )

        members.additional_properties = d
        return members

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
