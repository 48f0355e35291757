from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.tax import Tax, check_tax
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
    tax: None | Tax | Unset = UNSET
    """ Whether consumption tax is in it (税込, 税抜). """

    def to_dict(self) -> dict[str, Any]:
        value = self.value

        currency = self.currency

        reduction = self.reduction

        tax: None | str | Unset
        if isinstance(self.tax, Unset):
            tax = UNSET
        elif isinstance(self.tax, str):
            tax = self.tax
        else:
            tax = self.tax

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
        if tax is not UNSET:
            field_dict["tax"] = tax

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        value = d.pop("value")

        currency = d.pop("currency", UNSET)

        reduction = d.pop("reduction", UNSET)

        def _parse_tax(data: object) -> None | Tax | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                tax_type_0 = check_tax(data)

                return tax_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Tax | Unset, data)

        tax = _parse_tax(d.pop("tax", UNSET))

        amount_request = cls(
            value=value,
            currency=currency,
            reduction=reduction,
            tax=tax,
        )

        return amount_request
