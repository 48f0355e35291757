from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="SealRequestRegistered")


@_attrs_define
class SealRequestRegistered:
    """An organisation's registered seal (実印タイプ)."""

    type_: Literal["registered"]
    organisation: str
    """ An organisation's identifier. """
    seal: None | str | Unset = UNSET
    """ Which of its seals. Without it, the seal that has the organisation's identifier is meant, or else the only
    one. """

    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        organisation = self.organisation

        seal: None | str | Unset
        if isinstance(self.seal, Unset):
            seal = UNSET
        else:
            seal = self.seal

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "type": type_,
                "organisation": organisation,
            }
        )
        if seal is not UNSET:
            field_dict["seal"] = seal

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = cast(Literal["registered"], d.pop("type"))
        if type_ != "registered":
            raise ValueError(f"type must match const 'registered', got '{type_}'")

        organisation = d.pop("organisation")

        def _parse_seal(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        seal = _parse_seal(d.pop("seal", UNSET))

        seal_request_registered = cls(
            type_=type_,
            organisation=organisation,
            seal=seal,
        )

        return seal_request_registered
