from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="RemindRequest")


@_attrs_define
class RemindRequest:
    """Whom to remind: `POST /v1/envelopes/{id}/remind`. There is nothing to say."""

    def to_dict(self) -> dict[str, Any]:

        field_dict: dict[str, Any] = {}

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        remind_request = cls()

        return remind_request
