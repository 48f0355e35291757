from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="MoveRequest")


@_attrs_define
class MoveRequest:
    """Where an envelope is to be: `POST /v1/envelopes/{id}/move`."""

    folder: None | str
    """ The folder; null for none. """

    def to_dict(self) -> dict[str, Any]:
        folder: None | str
        folder = self.folder

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "folder": folder,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_folder(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        folder = _parse_folder(d.pop("folder"))

        move_request = cls(
            folder=folder,
        )

        return move_request
