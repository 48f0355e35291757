from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.tax import Tax, check_tax
from ..types import UNSET, Unset

T = TypeVar("T", bound="Money")


@_attrs_define
class Money:
    """An amount in the currency's smallest unit."""

    currency: str
    """ ISO 4217 code. """
    value: int
    """ In the currency's smallest unit. """
    reduction: bool | Unset = UNSET
    """ Whether it reduces an earlier amount (減額変更); left out where not. """
    tax: None | Tax | Unset = UNSET
    """ Whether consumption tax is in it; left out where nothing is said. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        currency = self.currency

        value = self.value

        reduction = self.reduction

        tax: None | str | Unset
        if isinstance(self.tax, Unset):
            tax = UNSET
        elif isinstance(self.tax, str):
            tax = self.tax
        else:
            tax = self.tax

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "currency": currency,
                "value": value,
            }
        )
        if reduction is not UNSET:
            field_dict["reduction"] = reduction
        if tax is not UNSET:
            field_dict["tax"] = tax

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        currency = d.pop("currency")

        value = d.pop("value")

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

        money = cls(
            currency=currency,
            value=value,
            reduction=reduction,
            tax=tax,
        )

        money.additional_properties = d
        return money

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
