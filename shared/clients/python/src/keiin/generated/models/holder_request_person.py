from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="HolderRequestPerson")


@_attrs_define
class HolderRequestPerson:
    """A person: the key may do no more than the person, and ends with the person."""

    type_: Literal["person"]
    person: str
    """ A person's identifier: a UUID of version 7. """

    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        person = self.person

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "type": type_,
                "person": person,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = cast(Literal["person"], d.pop("type"))
        if type_ != "person":
            raise ValueError(f"type must match const 'person', got '{type_}'")

        person = d.pop("person")

        holder_request_person = cls(
            type_=type_,
            person=person,
        )

        return holder_request_person
