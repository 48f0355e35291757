from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="MembersChangeRequest")


@_attrs_define
class MembersChangeRequest:
    """What is demanded of the organisation's own people."""

    mail_domains: list[str] | None | Unset = UNSET
    """ All domains that their addresses must be of; any where the list is empty. """
    second_factor_required: bool | None | Unset = UNSET
    """ Whether they sign in with a second factor. """

    def to_dict(self) -> dict[str, Any]:
        mail_domains: list[str] | None | Unset
        if isinstance(self.mail_domains, Unset):
            mail_domains = UNSET
        elif isinstance(self.mail_domains, list):
            mail_domains = self.mail_domains

        else:
            mail_domains = self.mail_domains

        second_factor_required: bool | None | Unset
        if isinstance(self.second_factor_required, Unset):
            second_factor_required = UNSET
        else:
            second_factor_required = self.second_factor_required

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if mail_domains is not UNSET:
            field_dict["mail_domains"] = mail_domains
        if second_factor_required is not UNSET:
            field_dict["second_factor_required"] = second_factor_required

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_mail_domains(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                mail_domains_type_0 = cast(list[str], data)

                return mail_domains_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        mail_domains = _parse_mail_domains(d.pop("mail_domains", UNSET))

        def _parse_second_factor_required(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        second_factor_required = _parse_second_factor_required(d.pop("second_factor_required", UNSET))

        members_change_request = cls(
            mail_domains=mail_domains,
            second_factor_required=second_factor_required,
        )

        return members_change_request
