from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.amount_request import AmountRequest


T = TypeVar("T", bound="TransactionRequest")


@_attrs_define
class TransactionRequest:
    """Data by which the archive is searched. All of it may be left out."""

    tags: list[str] | Unset = UNSET
    """ Free words. """
    amount: AmountRequest | None | Unset = UNSET
    """ 取引金額. """
    counterparty: None | str | Unset = UNSET
    """ 取引先. """
    date: datetime.date | None | Unset = UNSET
    """ 取引年月日, `YYYY-MM-DD`. """

    def to_dict(self) -> dict[str, Any]:
        from ..models.amount_request import AmountRequest  # noqa: PLC0415

        tags: list[str] | Unset = UNSET
        if not isinstance(self.tags, Unset):
            tags = self.tags

        amount: dict[str, Any] | None | Unset
        if isinstance(self.amount, Unset):
            amount = UNSET
        elif isinstance(self.amount, AmountRequest):
            amount = self.amount.to_dict()
        else:
            amount = self.amount

        counterparty: None | str | Unset
        if isinstance(self.counterparty, Unset):
            counterparty = UNSET
        else:
            counterparty = self.counterparty

        date: None | str | Unset
        if isinstance(self.date, Unset):
            date = UNSET
        elif isinstance(self.date, datetime.date):
            date = self.date.isoformat()
        else:
            date = self.date

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if tags is not UNSET:
            field_dict["tags"] = tags
        if amount is not UNSET:
            field_dict["amount"] = amount
        if counterparty is not UNSET:
            field_dict["counterparty"] = counterparty
        if date is not UNSET:
            field_dict["date"] = date

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.amount_request import AmountRequest  # noqa: PLC0415

        d = dict(src_dict)
        tags = cast(list[str], d.pop("tags", UNSET))

        def _parse_amount(data: object) -> AmountRequest | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                amount_type_0 = AmountRequest.from_dict(data)

                return amount_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AmountRequest | None | Unset, data)

        amount = _parse_amount(d.pop("amount", UNSET))

        def _parse_counterparty(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        counterparty = _parse_counterparty(d.pop("counterparty", UNSET))

        def _parse_date(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                date_type_0 = datetime.date.fromisoformat(data)

                return date_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        date = _parse_date(d.pop("date", UNSET))

        transaction_request = cls(
            tags=tags,
            amount=amount,
            counterparty=counterparty,
            date=date,
        )

        return transaction_request
