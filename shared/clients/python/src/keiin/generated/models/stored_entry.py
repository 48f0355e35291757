from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.stored_actor import StoredActor


T = TypeVar("T", bound="StoredEntry")


@_attrs_define
class StoredEntry:
    """An entry. Beside these fields it has those of its type, which are as they were when it was recorded; new types and
    fields come with new versions of the service.

    """

    type_: str
    at: datetime.datetime
    by: StoredActor
    """ Who changed something: the operator, the service by itself, a person, or a program by its key. """
    organisation: str
    """ An organisation's identifier. """
    previous: str
    """ SHA-256, in lower-case hexadecimal characters. """
    sequence: int
    """ Its place in the chain, from 1. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        at = self.at.isoformat()

        by = self.by.to_dict()

        organisation = self.organisation

        previous = self.previous

        sequence = self.sequence

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "type": type_,
                "at": at,
                "by": by,
                "organisation": organisation,
                "previous": previous,
                "sequence": sequence,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.stored_actor import StoredActor  # noqa: PLC0415

        d = dict(src_dict)
        type_ = d.pop("type")

        at = datetime.datetime.fromisoformat(d.pop("at"))

        by = StoredActor.from_dict(d.pop("by"))

        organisation = d.pop("organisation")

        previous = d.pop("previous")

        sequence = d.pop("sequence")

        stored_entry = cls(
            type_=type_,
            at=at,
            by=by,
            organisation=organisation,
            previous=previous,
            sequence=sequence,
        )

        stored_entry.additional_properties = d
        return stored_entry

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
