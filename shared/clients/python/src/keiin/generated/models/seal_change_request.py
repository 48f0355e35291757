from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="SealChangeRequest")


@_attrs_define
class SealChangeRequest:
    """What is changed of a registered seal: `PATCH /v1/organisation/seals/{id}`. What is left out stays."""

    persons: list[str] | None | Unset = UNSET
    """ All who may sign with it, by their addresses; nobody where the list is empty. Nobody of the organisation who
    was deactivated can be added. An address is taken from the list when its person is deactivated or gets another
    address, and does not come back by itself. """

    def to_dict(self) -> dict[str, Any]:
        persons: list[str] | None | Unset
        if isinstance(self.persons, Unset):
            persons = UNSET
        elif isinstance(self.persons, list):
            persons = self.persons

        else:
            persons = self.persons

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if persons is not UNSET:
            field_dict["persons"] = persons

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_persons(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                persons_type_0 = cast(list[str], data)

                return persons_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        persons = _parse_persons(d.pop("persons", UNSET))

        seal_change_request = cls(
            persons=persons,
        )

        return seal_change_request
