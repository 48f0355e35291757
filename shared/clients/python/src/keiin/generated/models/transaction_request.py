from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.amount_request import AmountRequest
    from ..models.term_request import TermRequest
    from ..models.transaction_request_own_fields import TransactionRequestOwnFields


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
    own_fields: TransactionRequestOwnFields | Unset = UNSET
    """ The organisation's own fields, by their keys (`GET /v1/organisation`). One that is empty is as one that is
    left out. """
    term: TermRequest | Unset = UNSET
    """ The term of a contract. """

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

        own_fields: dict[str, Any] | Unset = UNSET
        if not isinstance(self.own_fields, Unset):
            own_fields = self.own_fields.to_dict()

        term: dict[str, Any] | Unset = UNSET
        if not isinstance(self.term, Unset):
            term = self.term.to_dict()

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
        if own_fields is not UNSET:
            field_dict["own_fields"] = own_fields
        if term is not UNSET:
            field_dict["term"] = term

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.amount_request import AmountRequest  # noqa: PLC0415
        from ..models.term_request import TermRequest  # noqa: PLC0415
        from ..models.transaction_request_own_fields import TransactionRequestOwnFields  # noqa: PLC0415

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

        _own_fields = d.pop("own_fields", UNSET)
        own_fields: TransactionRequestOwnFields | Unset
        if isinstance(_own_fields, Unset):
            own_fields = UNSET
        else:
            own_fields = TransactionRequestOwnFields.from_dict(_own_fields)

        _term = d.pop("term", UNSET)
        term: TermRequest | Unset
        if isinstance(_term, Unset):
            term = UNSET
        else:
            term = TermRequest.from_dict(_term)

        transaction_request = cls(
            tags=tags,
            amount=amount,
            counterparty=counterparty,
            date=date,
            own_fields=own_fields,
            term=term,
        )

        return transaction_request
