from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.status import Status, check_status

if TYPE_CHECKING:
    from ..models.awaited_view_2 import AwaitedView2
    from ..models.listed_sender import ListedSender


T = TypeVar("T", bound="EnvelopeSummary")


@_attrs_define
class EnvelopeSummary:
    awaited: AwaitedView2 | None
    """ Whom it waits for; null where it waits for none of the recipients. """
    created_at: datetime.datetime
    deadline: datetime.datetime | None
    folder: None | str
    id: str
    """ An envelope's identifier: a UUID of version 7, so that it sorts by creation. """
    number: str
    """ The number that people see (封筒番号): ten digits, counted per organisation, never used again by it. """
    sender: ListedSender
    status: Status
    """ How an envelope stands. """
    title: str
    version: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.awaited_view_2 import AwaitedView2  # noqa: PLC0415

        awaited: dict[str, Any] | None
        if isinstance(self.awaited, AwaitedView2):
            awaited = self.awaited.to_dict()
        else:
            awaited = self.awaited

        created_at = self.created_at.isoformat()

        deadline: None | str
        if isinstance(self.deadline, datetime.datetime):
            deadline = self.deadline.isoformat()
        else:
            deadline = self.deadline

        folder: None | str
        folder = self.folder

        id = self.id

        number = self.number

        sender = self.sender.to_dict()

        status: str = self.status

        title = self.title

        version = self.version

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "awaited": awaited,
                "created_at": created_at,
                "deadline": deadline,
                "folder": folder,
                "id": id,
                "number": number,
                "sender": sender,
                "status": status,
                "title": title,
                "version": version,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.awaited_view_2 import AwaitedView2  # noqa: PLC0415
        from ..models.listed_sender import ListedSender  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_awaited(data: object) -> AwaitedView2 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                awaited_type_0 = AwaitedView2.from_dict(data)

                return awaited_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AwaitedView2 | None, data)

        awaited = _parse_awaited(d.pop("awaited"))

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

        def _parse_folder(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        folder = _parse_folder(d.pop("folder"))

        id = d.pop("id")

        number = d.pop("number")

        sender = ListedSender.from_dict(d.pop("sender"))

        status = check_status(d.pop("status"))

        title = d.pop("title")

        version = d.pop("version")

        envelope_summary = cls(
            awaited=awaited,
            created_at=created_at,
            deadline=deadline,
            folder=folder,
            id=id,
            number=number,
            sender=sender,
            status=status,
            title=title,
            version=version,
        )

        envelope_summary.additional_properties = d
        return envelope_summary

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
