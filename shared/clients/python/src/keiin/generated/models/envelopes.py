from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.deadline_end import DeadlineEnd, check_deadline_end
from ..models.keep_contacts import KeepContacts, check_keep_contacts
from ..models.retention import Retention, check_retention
from ..models.tax import Tax, check_tax
from ..models.transaction_part import TransactionPart, check_transaction_part

if TYPE_CHECKING:
    from ..models.own_field_rule import OwnFieldRule


T = TypeVar("T", bound="Envelopes")


@_attrs_define
class Envelopes:
    """What is demanded of envelopes, and what holds for them where a request says nothing."""

    required: list[TransactionPart]
    """ Which of the usual data for the archive must be there before an envelope is sent. """
    deadline_days: int
    """ Days to the deadline where a request says nothing. """
    deadline_end: DeadlineEnd
    """ At what time of its day a deadline is: so many times 24 hours after sending (`time_of_sending`), or at 23:59
    in the organisation's time zone (`end_of_day`). """
    forwarding_allowed: bool
    """ Whether senders may let recipients forward their task. """
    keep_contacts: KeepContacts
    """ In which address book the recipients of completed envelopes are kept: in that of the person who sent the
    envelope (`own`; nowhere where a program sent it by the key of a service), in the organisation's (`shared`), or
    nowhere (`off`). Contacts that are in the book already stay as they are. """
    own_fields: list[OwnFieldRule]
    """ The organisation's own fields, in the order in which they are shown. """
    retention: Retention
    """ How long finished documents are kept. """
    tax: None | Tax
    """ Whether consumption tax is in all amounts or in none; each amount says it for itself where nothing is said.
    """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        required = []
        for required_item_data in self.required:
            required_item: str = required_item_data
            required.append(required_item)

        deadline_days = self.deadline_days

        deadline_end: str = self.deadline_end

        forwarding_allowed = self.forwarding_allowed

        keep_contacts: str = self.keep_contacts

        own_fields = []
        for own_fields_item_data in self.own_fields:
            own_fields_item = own_fields_item_data.to_dict()
            own_fields.append(own_fields_item)

        retention: str = self.retention

        tax: None | str
        if isinstance(self.tax, str):
            tax = self.tax
        else:
            tax = self.tax

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "required": required,
                "deadline_days": deadline_days,
                "deadline_end": deadline_end,
                "forwarding_allowed": forwarding_allowed,
                "keep_contacts": keep_contacts,
                "own_fields": own_fields,
                "retention": retention,
                "tax": tax,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.own_field_rule import OwnFieldRule  # noqa: PLC0415

        d = dict(src_dict)
        required = []
        _required = d.pop("required")
        for required_item_data in _required:
            required_item = check_transaction_part(required_item_data)

            required.append(required_item)

        deadline_days = d.pop("deadline_days")

        deadline_end = check_deadline_end(d.pop("deadline_end"))

        forwarding_allowed = d.pop("forwarding_allowed")

        keep_contacts = check_keep_contacts(d.pop("keep_contacts"))

        own_fields = []
        _own_fields = d.pop("own_fields")
        for own_fields_item_data in _own_fields:
            own_fields_item = OwnFieldRule.from_dict(own_fields_item_data)

            own_fields.append(own_fields_item)

        retention = check_retention(d.pop("retention"))

        def _parse_tax(data: object) -> None | Tax:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                tax_type_0 = check_tax(data)

                return tax_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Tax, data)

        tax = _parse_tax(d.pop("tax"))

        envelopes = cls(
            required=required,
            deadline_days=deadline_days,
            deadline_end=deadline_end,
            forwarding_allowed=forwarding_allowed,
            keep_contacts=keep_contacts,
            own_fields=own_fields,
            retention=retention,
            tax=tax,
        )

        envelopes.additional_properties = d
        return envelopes

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
