from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.retention import Retention, check_retention
from ..models.status import Status, check_status

if TYPE_CHECKING:
    from ..models.document import Document
    from ..models.recipient_copy import RecipientCopy
    from ..models.recipient_other import RecipientOther
    from ..models.recipient_signer import RecipientSigner
    from ..models.recipient_viewer import RecipientViewer
    from ..models.sender import Sender
    from ..models.transaction import Transaction
    from ..models.waiting import Waiting


T = TypeVar("T", bound="Envelope")


@_attrs_define
class Envelope:
    """An envelope."""

    created_at: datetime.datetime
    """ When the draft was made. """
    deadline: datetime.datetime | None
    """ From when on nobody can act any more, once it was sent. It stays when the envelope has ended; null only
    where that was before the service kept it. """
    documents: list[Document]
    expires_at: datetime.datetime | None
    """ When a draft ends unless it is sent: its status is `expired` then, and its uploads are removed. Null for all
    others. """
    folder: None | str
    """ In which folder it is. """
    id: str
    """ An envelope's identifier: a UUID of version 7, so that it sorts by creation. """
    may_forward: bool
    """ Whether recipients may forward their task to somebody else. """
    message: None | str
    """ The sender's words to the recipients. """
    number: str
    """ The number that people see (封筒番号): ten digits, counted per organisation, never used again by it. """
    recipients: list[RecipientCopy | RecipientOther | RecipientSigner | RecipientViewer]
    retention: Retention
    """ How long finished documents are kept. """
    sender: Sender
    """ The sending organisation, and the person who acts for it. """
    status: Status
    """ How an envelope stands. """
    title: str
    """ The subject (件名). """
    transaction: Transaction
    """ Date, counterparty and amount, for the archive. """
    version: int
    """ Counts the changes. """
    waiting: None | Waiting
    """ What nobody but the service can do. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.recipient_copy import RecipientCopy  # noqa: PLC0415
        from ..models.recipient_signer import RecipientSigner  # noqa: PLC0415
        from ..models.recipient_viewer import RecipientViewer  # noqa: PLC0415
        from ..models.waiting import Waiting  # noqa: PLC0415

        created_at = self.created_at.isoformat()

        deadline: None | str
        if isinstance(self.deadline, datetime.datetime):
            deadline = self.deadline.isoformat()
        else:
            deadline = self.deadline

        documents = []
        for documents_item_data in self.documents:
            documents_item = documents_item_data.to_dict()
            documents.append(documents_item)

        expires_at: None | str
        if isinstance(self.expires_at, datetime.datetime):
            expires_at = self.expires_at.isoformat()
        else:
            expires_at = self.expires_at

        folder: None | str
        folder = self.folder

        id = self.id

        may_forward = self.may_forward

        message: None | str
        message = self.message

        number = self.number

        recipients = []
        for recipients_item_data in self.recipients:
            recipients_item: dict[str, Any]
            if isinstance(recipients_item_data, RecipientSigner):
                recipients_item = recipients_item_data.to_dict()
            elif isinstance(recipients_item_data, RecipientViewer):
                recipients_item = recipients_item_data.to_dict()
            elif isinstance(recipients_item_data, RecipientCopy):
                recipients_item = recipients_item_data.to_dict()
            else:
                recipients_item = recipients_item_data.to_dict()

            recipients.append(recipients_item)

        retention: str = self.retention

        sender = self.sender.to_dict()

        status: str = self.status

        title = self.title

        transaction = self.transaction.to_dict()

        version = self.version

        waiting: dict[str, Any] | None
        if isinstance(self.waiting, Waiting):
            waiting = self.waiting.to_dict()
        else:
            waiting = self.waiting

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "created_at": created_at,
                "deadline": deadline,
                "documents": documents,
                "expires_at": expires_at,
                "folder": folder,
                "id": id,
                "may_forward": may_forward,
                "message": message,
                "number": number,
                "recipients": recipients,
                "retention": retention,
                "sender": sender,
                "status": status,
                "title": title,
                "transaction": transaction,
                "version": version,
                "waiting": waiting,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.document import Document  # noqa: PLC0415
        from ..models.recipient_copy import RecipientCopy  # noqa: PLC0415
        from ..models.recipient_other import RecipientOther  # noqa: PLC0415
        from ..models.recipient_signer import RecipientSigner  # noqa: PLC0415
        from ..models.recipient_viewer import RecipientViewer  # noqa: PLC0415
        from ..models.sender import Sender  # noqa: PLC0415
        from ..models.transaction import Transaction  # noqa: PLC0415
        from ..models.waiting import Waiting  # noqa: PLC0415

        d = dict(src_dict)
        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        def _parse_deadline(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                deadline_type_0 = datetime.datetime.fromisoformat(data)

                return deadline_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        deadline = _parse_deadline(d.pop("deadline"))

        documents = []
        _documents = d.pop("documents")
        for documents_item_data in _documents:
            documents_item = Document.from_dict(documents_item_data)

            documents.append(documents_item)

        def _parse_expires_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                expires_at_type_0 = datetime.datetime.fromisoformat(data)

                return expires_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        expires_at = _parse_expires_at(d.pop("expires_at"))

        def _parse_folder(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        folder = _parse_folder(d.pop("folder"))

        id = d.pop("id")

        may_forward = d.pop("may_forward")

        def _parse_message(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        message = _parse_message(d.pop("message"))

        number = d.pop("number")

        recipients = []
        _recipients = d.pop("recipients")
        for recipients_item_data in _recipients:

            def _parse_recipients_item(
                data: object,
            ) -> RecipientCopy | RecipientOther | RecipientSigner | RecipientViewer:
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_recipient_recipient_signer = RecipientSigner.from_dict(data)

                    return componentsschemas_recipient_recipient_signer
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_recipient_recipient_viewer = RecipientViewer.from_dict(data)

                    return componentsschemas_recipient_recipient_viewer
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_recipient_recipient_copy = RecipientCopy.from_dict(data)

                    return componentsschemas_recipient_recipient_copy
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_recipient_recipient_other = RecipientOther.from_dict(data)

                return componentsschemas_recipient_recipient_other

            recipients_item = _parse_recipients_item(recipients_item_data)

            recipients.append(recipients_item)

        retention = check_retention(d.pop("retention"))

        sender = Sender.from_dict(d.pop("sender"))

        status = check_status(d.pop("status"))

        title = d.pop("title")

        transaction = Transaction.from_dict(d.pop("transaction"))

        version = d.pop("version")

        def _parse_waiting(data: object) -> None | Waiting:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                waiting_type_0 = Waiting.from_dict(data)

                return waiting_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Waiting, data)

        waiting = _parse_waiting(d.pop("waiting"))

        envelope = cls(
            created_at=created_at,
            deadline=deadline,
            documents=documents,
            expires_at=expires_at,
            folder=folder,
            id=id,
            may_forward=may_forward,
            message=message,
            number=number,
            recipients=recipients,
            retention=retention,
            sender=sender,
            status=status,
            title=title,
            transaction=transaction,
            version=version,
            waiting=waiting,
        )

        envelope.additional_properties = d
        return envelope

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
