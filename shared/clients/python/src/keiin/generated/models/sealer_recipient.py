from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="SealerRecipient")


@_attrs_define
class SealerRecipient:
    """A signer."""

    recipient: int
    """ A recipient's place in its envelope's list, from 1. It is not the signing order. """

    def to_dict(self) -> dict[str, Any]:
        recipient = self.recipient

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "recipient": recipient,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        recipient = d.pop("recipient")

        sealer_recipient = cls(
            recipient=recipient,
        )

        return sealer_recipient
