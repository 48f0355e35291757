from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="AmountRequest")


@_attrs_define
class AmountRequest:
    """An amount."""

    value: int
    """ In the currency's smallest unit; negative where it is a reduction, and nowhere else. """
    currency: str | Unset = "JPY"
    """ ISO 4217 code, yen where nothing is said. """
    reduction: bool | Unset = False
    """ Whether it reduces an earlier amount (減額変更). """

    def to_dict(self) -> dict[str, Any]:
        value = self.value

        currency = self.currency

        reduction = self.reduction

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "value": value,
            }
        )
        if currency is not UNSET:
            field_dict["currency"] = currency
        if reduction is not UNSET:
            field_dict["reduction"] = reduction

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        value = d.pop("value")

        currency = d.pop("currency", UNSET)

        reduction = d.pop("reduction", UNSET)

        amount_request = cls(
            value=value,
            currency=currency,
            reduction=reduction,
        )

        return amount_request
