from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.retention import Retention, check_retention
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.document_request import DocumentRequest
    from ..models.recipient_request import RecipientRequest
    from ..models.transaction_request import TransactionRequest


T = TypeVar("T", bound="EnvelopeRequest")


@_attrs_define
class EnvelopeRequest:
    """A new envelope: `POST /v1/envelopes`."""

    documents: list[DocumentRequest]
    """ The documents to be uploaded, together no larger than 200 MB. """
    recipients: list[RecipientRequest]
    """ The recipients, among them at least one signer. """
    title: str
    """ The subject. """
    deadline_days: int | None | Unset = UNSET
    """ Days to the deadline; as the organisation has set where nothing is said. """
    folder: None | str | Unset = UNSET
    """ In which folder it is to be; in none where nothing is said. It takes the right to change what is in there.
    """
    may_forward: bool | None | Unset = UNSET
    """ Whether recipients may forward their task to somebody else; where nothing is said they may if the
    organisation lets them. """
    message: None | str | Unset = UNSET
    """ Words to the recipients. """
    retention: None | Retention | Unset = UNSET
    """ How long to keep the finished documents; as the organisation has set where nothing is said. """
    transaction: TransactionRequest | Unset = UNSET
    """ Data by which the archive is searched. All of it may be left out. """

    def to_dict(self) -> dict[str, Any]:
        documents = []
        for documents_item_data in self.documents:
            documents_item = documents_item_data.to_dict()
            documents.append(documents_item)

        recipients = []
        for recipients_item_data in self.recipients:
            recipients_item = recipients_item_data.to_dict()
            recipients.append(recipients_item)

        title = self.title

        deadline_days: int | None | Unset
        if isinstance(self.deadline_days, Unset):
            deadline_days = UNSET
        else:
            deadline_days = self.deadline_days

        folder: None | str | Unset
        if isinstance(self.folder, Unset):
            folder = UNSET
        else:
            folder = self.folder

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

        retention: None | str | Unset
        if isinstance(self.retention, Unset):
            retention = UNSET
        elif isinstance(self.retention, str):
            retention = self.retention
        else:
            retention = self.retention

        transaction: dict[str, Any] | Unset = UNSET
        if not isinstance(self.transaction, Unset):
            transaction = self.transaction.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "documents": documents,
                "recipients": recipients,
                "title": title,
            }
        )
        if deadline_days is not UNSET:
            field_dict["deadline_days"] = deadline_days
        if folder is not UNSET:
            field_dict["folder"] = folder
        if may_forward is not UNSET:
            field_dict["may_forward"] = may_forward
        if message is not UNSET:
            field_dict["message"] = message
        if retention is not UNSET:
            field_dict["retention"] = retention
        if transaction is not UNSET:
            field_dict["transaction"] = transaction

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.document_request import DocumentRequest  # noqa: PLC0415
        from ..models.recipient_request import RecipientRequest  # noqa: PLC0415
        from ..models.transaction_request import TransactionRequest  # noqa: PLC0415

        d = dict(src_dict)
        documents = []
        _documents = d.pop("documents")
        for documents_item_data in _documents:
            documents_item = DocumentRequest.from_dict(documents_item_data)

            documents.append(documents_item)

        recipients = []
        _recipients = d.pop("recipients")
        for recipients_item_data in _recipients:
            recipients_item = RecipientRequest.from_dict(recipients_item_data)

            recipients.append(recipients_item)

        title = d.pop("title")

        def _parse_deadline_days(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        deadline_days = _parse_deadline_days(d.pop("deadline_days", UNSET))

        def _parse_folder(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        folder = _parse_folder(d.pop("folder", UNSET))

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

        _transaction = d.pop("transaction", UNSET)
        transaction: TransactionRequest | Unset
        if isinstance(_transaction, Unset):
            transaction = UNSET
        else:
            transaction = TransactionRequest.from_dict(_transaction)

        envelope_request = cls(
            documents=documents,
            recipients=recipients,
            title=title,
            deadline_days=deadline_days,
            folder=folder,
            may_forward=may_forward,
            message=message,
            retention=retention,
            transaction=transaction,
        )

        return envelope_request
