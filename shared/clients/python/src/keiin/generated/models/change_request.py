from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.retention import Retention, check_retention
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.recipient_request import RecipientRequest
    from ..models.transaction_request import TransactionRequest


T = TypeVar("T", bound="ChangeRequest")


@_attrs_define
class ChangeRequest:
    """What is changed of a draft: `PATCH /v1/envelopes/{id}`. What is left out stays; null is what a new envelope has
    where nothing is said.

    """

    deadline_days: int | None | Unset = UNSET
    """ Days to the deadline. """
    may_forward: bool | None | Unset = UNSET
    """ Whether recipients may forward their task to somebody else. """
    message: None | str | Unset = UNSET
    """ Words to the recipients. """
    recipients: list[RecipientRequest] | Unset = UNSET
    """ All recipients: they take the place of those before, and codes and keys have to be given again. """
    retention: None | Retention | Unset = UNSET
    """ How long to keep the finished documents. """
    title: str | Unset = UNSET
    """ The subject. """
    transaction: None | TransactionRequest | Unset = UNSET
    """ Data for the archive: all of it. """

    def to_dict(self) -> dict[str, Any]:
        from ..models.transaction_request import TransactionRequest  # noqa: PLC0415

        deadline_days: int | None | Unset
        if isinstance(self.deadline_days, Unset):
            deadline_days = UNSET
        else:
            deadline_days = self.deadline_days

        may_forward: bool | None | Unset
        if isinstance(self.may_forward, Unset):
            may_forward = UNSET
        else:
            may_forward = self.may_forward

        message: None | str | Unset
        if isinstance(self.message, Unset):
            message = UNSET
        else:
            message = self.message

        recipients: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.recipients, Unset):
            recipients = []
            for recipients_item_data in self.recipients:
                recipients_item = recipients_item_data.to_dict()
                recipients.append(recipients_item)

        retention: None | str | Unset
        if isinstance(self.retention, Unset):
            retention = UNSET
        elif isinstance(self.retention, str):
            retention = self.retention
        else:
            retention = self.retention

        title = self.title

        transaction: dict[str, Any] | None | Unset
        if isinstance(self.transaction, Unset):
            transaction = UNSET
        elif isinstance(self.transaction, TransactionRequest):
            transaction = self.transaction.to_dict()
        else:
            transaction = self.transaction

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if deadline_days is not UNSET:
            field_dict["deadline_days"] = deadline_days
        if may_forward is not UNSET:
            field_dict["may_forward"] = may_forward
        if message is not UNSET:
            field_dict["message"] = message
        if recipients is not UNSET:
            field_dict["recipients"] = recipients
        if retention is not UNSET:
            field_dict["retention"] = retention
        if title is not UNSET:
            field_dict["title"] = title
        if transaction is not UNSET:
            field_dict["transaction"] = transaction

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.recipient_request import RecipientRequest  # noqa: PLC0415
        from ..models.transaction_request import TransactionRequest  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_deadline_days(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        deadline_days = _parse_deadline_days(d.pop("deadline_days", UNSET))

        def _parse_may_forward(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        may_forward = _parse_may_forward(d.pop("may_forward", UNSET))

        def _parse_message(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        message = _parse_message(d.pop("message", UNSET))

        _recipients = d.pop("recipients", UNSET)
        recipients: list[RecipientRequest] | Unset = UNSET
        if _recipients is not UNSET:
            recipients = []
            for recipients_item_data in _recipients:
                recipients_item = RecipientRequest.from_dict(recipients_item_data)

                recipients.append(recipients_item)

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

        title = d.pop("title", UNSET)

        def _parse_transaction(data: object) -> None | TransactionRequest | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                transaction_type_0 = TransactionRequest.from_dict(data)

                return transaction_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TransactionRequest | Unset, data)

        transaction = _parse_transaction(d.pop("transaction", UNSET))

        change_request = cls(
            deadline_days=deadline_days,
            may_forward=may_forward,
            message=message,
            recipients=recipients,
            retention=retention,
            title=title,
            transaction=transaction,
        )

        return change_request
