from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define

from ..models.language import Language, check_language
from ..types import UNSET, Unset

T = TypeVar("T", bound="HolderRequestService")


@_attrs_define
class HolderRequestService:
    """A service, which is shown as the sender by this name and address."""

    name: str
    """ The name. """
    type_: Literal["service"]
    email: str
    """ The address that mails about its envelopes go to. """
    language: Language | Unset = UNSET
    """ The language of pages and mails. """

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        type_ = self.type_

        email = self.email

        language: str | Unset = UNSET
        if not isinstance(self.language, Unset):
            language = self.language

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "type": type_,
                "email": email,
            }
        )
        if language is not UNSET:
            field_dict["language"] = language

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        type_ = cast(Literal["service"], d.pop("type"))
        if type_ != "service":
            raise ValueError(f"type must match const 'service', got '{type_}'")

        email = d.pop("email")

        _language = d.pop("language", UNSET)
        language: Language | Unset
        if isinstance(_language, Unset):
            language = UNSET
        else:
            language = check_language(_language)

        holder_request_service = cls(
            name=name,
            type_=type_,
            email=email,
            language=language,
        )

        return holder_request_service
