from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.money import Money
    from ..models.own_field import OwnField
    from ..models.term import Term


T = TypeVar("T", bound="Transaction")


@_attrs_define
class Transaction:
    """Date, counterparty and amount, for the archive."""

    tags: list[str]
    amount: Money | None
    counterparty: None | str
    date: datetime.date | None
    own_fields: list[OwnField] | Unset = UNSET
    """ The organisation's own fields that are filled in, in their order; left out where there are none. """
    term: None | Term | Unset = UNSET
    """ The contract's term; left out where nothing is said of it. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.money import Money  # noqa: PLC0415
        from ..models.term import Term  # noqa: PLC0415

        tags = self.tags

        amount: dict[str, Any] | None
        if isinstance(self.amount, Money):
            amount = self.amount.to_dict()
        else:
            amount = self.amount

        counterparty: None | str
        counterparty = self.counterparty

        date: None | str
        if isinstance(self.date, datetime.date):
            date = self.date.isoformat()
        else:
            date = self.date

        own_fields: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.own_fields, Unset):
            own_fields = []
            for own_fields_item_data in self.own_fields:
                own_fields_item = own_fields_item_data.to_dict()
                own_fields.append(own_fields_item)

        term: dict[str, Any] | None | Unset
        if isinstance(self.term, Unset):
            term = UNSET
        elif isinstance(self.term, Term):
            term = self.term.to_dict()
        else:
            term = self.term

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "tags": tags,
                "amount": amount,
                "counterparty": counterparty,
                "date": date,
            }
        )
        if own_fields is not UNSET:
            field_dict["own_fields"] = own_fields
        if term is not UNSET:
            field_dict["term"] = term

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money import Money  # noqa: PLC0415
        from ..models.own_field import OwnField  # noqa: PLC0415
        from ..models.term import Term  # noqa: PLC0415

        d = dict(src_dict)
        tags = cast(list[str], d.pop("tags"))

        def _parse_amount(data: object) -> Money | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                amount_type_0 = Money.from_dict(data)

                return amount_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Money | None, data)

        amount = _parse_amount(d.pop("amount"))

        def _parse_counterparty(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        counterparty = _parse_counterparty(d.pop("counterparty"))

        def _parse_date(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                date_type_0 = datetime.date.fromisoformat(data)

                return date_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        date = _parse_date(d.pop("date"))

        _own_fields = d.pop("own_fields", UNSET)
        own_fields: list[OwnField] | Unset = UNSET
        if _own_fields is not UNSET:
            own_fields = []
            for own_fields_item_data in _own_fields:
                own_fields_item = OwnField.from_dict(own_fields_item_data)

                own_fields.append(own_fields_item)

        def _parse_term(data: object) -> None | Term | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                term_type_0 = Term.from_dict(data)

                return term_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Term | Unset, data)

        term = _parse_term(d.pop("term", UNSET))

        transaction = cls(
            tags=tags,
            amount=amount,
            counterparty=counterparty,
            date=date,
            own_fields=own_fields,
            term=term,
        )

        transaction.additional_properties = d
        return transaction

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
