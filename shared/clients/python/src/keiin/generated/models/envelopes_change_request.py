from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.deadline_end import DeadlineEnd, check_deadline_end
from ..models.keep_contacts import KeepContacts, check_keep_contacts
from ..models.retention import Retention, check_retention
from ..models.tax import Tax, check_tax
from ..models.transaction_part import TransactionPart, check_transaction_part
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.own_field_rule_request import OwnFieldRuleRequest


T = TypeVar("T", bound="EnvelopesChangeRequest")


@_attrs_define
class EnvelopesChangeRequest:
    """What is to be demanded of envelopes, and to hold for them where a request says nothing. What is left out stays."""

    required: list[TransactionPart] | None | Unset = UNSET
    """ All of the usual data for the archive that must be there before an envelope is sent. """
    deadline_days: int | None | Unset = UNSET
    """ Days to the deadline where a request says nothing. """
    deadline_end: DeadlineEnd | None | Unset = UNSET
    forwarding_allowed: bool | None | Unset = UNSET
    """ Whether senders may let recipients forward their task. """
    keep_contacts: KeepContacts | None | Unset = UNSET
    own_fields: list[OwnFieldRuleRequest] | None | Unset = UNSET
    """ All of the organisation's own fields, in the order in which they are shown. A field that is taken away stays
    in envelopes that have it. """
    retention: None | Retention | Unset = UNSET
    """ How long finished documents are kept where a request says nothing. """
    tax: None | Tax | Unset = UNSET
    """ Whether consumption tax is in all amounts or in none; null where each amount says it for itself. """

    def to_dict(self) -> dict[str, Any]:
        required: list[str] | None | Unset
        if isinstance(self.required, Unset):
            required = UNSET
        elif isinstance(self.required, list):
            required = []
            for required_type_0_item_data in self.required:
                required_type_0_item: str = required_type_0_item_data
                required.append(required_type_0_item)

        else:
            required = self.required

        deadline_days: int | None | Unset
        if isinstance(self.deadline_days, Unset):
            deadline_days = UNSET
        else:
            deadline_days = self.deadline_days

        deadline_end: None | str | Unset
        if isinstance(self.deadline_end, Unset):
            deadline_end = UNSET
        elif isinstance(self.deadline_end, str):
            deadline_end = self.deadline_end
        else:
            deadline_end = self.deadline_end

        forwarding_allowed: bool | None | Unset
        if isinstance(self.forwarding_allowed, Unset):
            forwarding_allowed = UNSET
        else:
            forwarding_allowed = self.forwarding_allowed

        keep_contacts: None | str | Unset
        if isinstance(self.keep_contacts, Unset):
            keep_contacts = UNSET
        elif isinstance(self.keep_contacts, str):
            keep_contacts = self.keep_contacts
        else:
            keep_contacts = self.keep_contacts

        own_fields: list[dict[str, Any]] | None | Unset
        if isinstance(self.own_fields, Unset):
            own_fields = UNSET
        elif isinstance(self.own_fields, list):
            own_fields = []
            for own_fields_type_0_item_data in self.own_fields:
                own_fields_type_0_item = own_fields_type_0_item_data.to_dict()
                own_fields.append(own_fields_type_0_item)

        else:
            own_fields = self.own_fields

        retention: None | str | Unset
        if isinstance(self.retention, Unset):
            retention = UNSET
        elif isinstance(self.retention, str):
            retention = self.retention
        else:
            retention = self.retention

        tax: None | str | Unset
        if isinstance(self.tax, Unset):
            tax = UNSET
        elif isinstance(self.tax, str):
            tax = self.tax
        else:
            tax = self.tax

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if required is not UNSET:
            field_dict["required"] = required
        if deadline_days is not UNSET:
            field_dict["deadline_days"] = deadline_days
        if deadline_end is not UNSET:
            field_dict["deadline_end"] = deadline_end
        if forwarding_allowed is not UNSET:
            field_dict["forwarding_allowed"] = forwarding_allowed
        if keep_contacts is not UNSET:
            field_dict["keep_contacts"] = keep_contacts
        if own_fields is not UNSET:
            field_dict["own_fields"] = own_fields
        if retention is not UNSET:
            field_dict["retention"] = retention
        if tax is not UNSET:
            field_dict["tax"] = tax

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.own_field_rule_request import OwnFieldRuleRequest  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_required(data: object) -> list[TransactionPart] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                required_type_0 = []
                _required_type_0 = data
                for required_type_0_item_data in _required_type_0:
                    required_type_0_item = check_transaction_part(required_type_0_item_data)

                    required_type_0.append(required_type_0_item)

                return required_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[TransactionPart] | None | Unset, data)

        required = _parse_required(d.pop("required", UNSET))

        def _parse_deadline_days(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        deadline_days = _parse_deadline_days(d.pop("deadline_days", UNSET))

        def _parse_deadline_end(data: object) -> DeadlineEnd | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                deadline_end_type_0 = check_deadline_end(data)

                return deadline_end_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DeadlineEnd | None | Unset, data)

        deadline_end = _parse_deadline_end(d.pop("deadline_end", UNSET))

        def _parse_forwarding_allowed(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        forwarding_allowed = _parse_forwarding_allowed(d.pop("forwarding_allowed", UNSET))

        def _parse_keep_contacts(data: object) -> KeepContacts | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                keep_contacts_type_0 = check_keep_contacts(data)

                return keep_contacts_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(KeepContacts | None | Unset, data)

        keep_contacts = _parse_keep_contacts(d.pop("keep_contacts", UNSET))

        def _parse_own_fields(data: object) -> list[OwnFieldRuleRequest] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                own_fields_type_0 = []
                _own_fields_type_0 = data
                for own_fields_type_0_item_data in _own_fields_type_0:
                    own_fields_type_0_item = OwnFieldRuleRequest.from_dict(own_fields_type_0_item_data)

                    own_fields_type_0.append(own_fields_type_0_item)

                return own_fields_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[OwnFieldRuleRequest] | None | Unset, data)

        own_fields = _parse_own_fields(d.pop("own_fields", UNSET))

        def _parse_retention(data: object) -> None | Retention | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                retention_type_0 = check_retention(data)

                return retention_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Retention | Unset, data)

        retention = _parse_retention(d.pop("retention", UNSET))

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

        envelopes_change_request = cls(
            required=required,
            deadline_days=deadline_days,
            deadline_end=deadline_end,
            forwarding_allowed=forwarding_allowed,
            keep_contacts=keep_contacts,
            own_fields=own_fields,
            retention=retention,
            tax=tax,
        )

        return envelopes_change_request
