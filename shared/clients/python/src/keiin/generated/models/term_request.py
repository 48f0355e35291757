from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="TermRequest")


@_attrs_define
class TermRequest:
    """The term of a contract."""

    end: datetime.date | None | Unset = UNSET
    """ 契約終了日, the last day. """
    notice: datetime.date | None | Unset = UNSET
    """ 解約通知期限, the last day on which notice can be given. """
    renews: bool | None | Unset = UNSET
    """ 自動更新, whether it goes on unless notice was given. """
    start: datetime.date | None | Unset = UNSET
    """ 契約開始日, the first day. """

    def to_dict(self) -> dict[str, Any]:
        end: None | str | Unset
        if isinstance(self.end, Unset):
            end = UNSET
        elif isinstance(self.end, datetime.date):
            end = self.end.isoformat()
        else:
            end = self.end

        notice: None | str | Unset
        if isinstance(self.notice, Unset):
            notice = UNSET
        elif isinstance(self.notice, datetime.date):
            notice = self.notice.isoformat()
        else:
            notice = self.notice

        renews: bool | None | Unset
        if isinstance(self.renews, Unset):
            renews = UNSET
        else:
            renews = self.renews

        start: None | str | Unset
        if isinstance(self.start, Unset):
            start = UNSET
        elif isinstance(self.start, datetime.date):
            start = self.start.isoformat()
        else:
            start = self.start

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if end is not UNSET:
            field_dict["end"] = end
        if notice is not UNSET:
            field_dict["notice"] = notice
        if renews is not UNSET:
            field_dict["renews"] = renews
        if start is not UNSET:
            field_dict["start"] = start

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_end(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                end_type_0 = datetime.date.fromisoformat(data)

                return end_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        end = _parse_end(d.pop("end", UNSET))

        def _parse_notice(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                notice_type_0 = datetime.date.fromisoformat(data)

                return notice_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        notice = _parse_notice(d.pop("notice", UNSET))

        def _parse_renews(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        renews = _parse_renews(d.pop("renews", UNSET))

        def _parse_start(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                start_type_0 = datetime.date.fromisoformat(data)

                return start_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        start = _parse_start(d.pop("start", UNSET))

        term_request = cls(
            end=end,
            notice=notice,
            renews=renews,
            start=start,
        )

        return term_request
