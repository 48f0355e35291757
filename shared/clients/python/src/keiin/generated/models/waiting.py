from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.awaited_other import AwaitedOther
    from ..models.awaited_preparation import AwaitedPreparation
    from ..models.awaited_request import AwaitedRequest
    from ..models.awaited_seal import AwaitedSeal
    from ..models.awaited_timestamp import AwaitedTimestamp
    from ..models.cause import Cause


T = TypeVar("T", bound="Waiting")


@_attrs_define
class Waiting:
    """A wait."""

    cause: Cause | None
    """ Why the last try failed; nothing where that is not known. """
    for_: list[AwaitedOther | AwaitedPreparation | AwaitedRequest | AwaitedSeal | AwaitedTimestamp]
    overdue: bool
    """ Whether it takes longer than it should. """
    reported: bool
    """ Whether the sender has been told by mail. """
    retried_at: datetime.datetime | None
    """ When it was tried again at the sender's wish last. """
    since: datetime.datetime
    """ When it began. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.awaited_preparation import AwaitedPreparation  # noqa: PLC0415
        from ..models.awaited_request import AwaitedRequest  # noqa: PLC0415
        from ..models.awaited_seal import AwaitedSeal  # noqa: PLC0415
        from ..models.awaited_timestamp import AwaitedTimestamp  # noqa: PLC0415
        from ..models.cause import Cause  # noqa: PLC0415

        cause: dict[str, Any] | None
        if isinstance(self.cause, Cause):
            cause = self.cause.to_dict()
        else:
            cause = self.cause

        for_ = []
        for for_item_data in self.for_:
            for_item: dict[str, Any]
            if isinstance(for_item_data, AwaitedPreparation):
                for_item = for_item_data.to_dict()
            elif isinstance(for_item_data, AwaitedSeal):
                for_item = for_item_data.to_dict()
            elif isinstance(for_item_data, AwaitedTimestamp):
                for_item = for_item_data.to_dict()
            elif isinstance(for_item_data, AwaitedRequest):
                for_item = for_item_data.to_dict()
            else:
                for_item = for_item_data.to_dict()

            for_.append(for_item)

        overdue = self.overdue

        reported = self.reported

        retried_at: None | str
        if isinstance(self.retried_at, datetime.datetime):
            retried_at = self.retried_at.isoformat()
        else:
            retried_at = self.retried_at

        since = self.since.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "cause": cause,
                "for": for_,
                "overdue": overdue,
                "reported": reported,
                "retried_at": retried_at,
                "since": since,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.awaited_other import AwaitedOther  # noqa: PLC0415
        from ..models.awaited_preparation import AwaitedPreparation  # noqa: PLC0415
        from ..models.awaited_request import AwaitedRequest  # noqa: PLC0415
        from ..models.awaited_seal import AwaitedSeal  # noqa: PLC0415
        from ..models.awaited_timestamp import AwaitedTimestamp  # noqa: PLC0415
        from ..models.cause import Cause  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_cause(data: object) -> Cause | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                cause_type_0 = Cause.from_dict(data)

                return cause_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Cause | None, data)

        cause = _parse_cause(d.pop("cause"))

        for_ = []
        _for_ = d.pop("for")
        for for_item_data in _for_:

            def _parse_for_item(
                data: object,
            ) -> AwaitedOther | AwaitedPreparation | AwaitedRequest | AwaitedSeal | AwaitedTimestamp:
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_awaited_awaited_preparation = AwaitedPreparation.from_dict(data)

                    return componentsschemas_awaited_awaited_preparation
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_awaited_awaited_seal = AwaitedSeal.from_dict(data)

                    return componentsschemas_awaited_awaited_seal
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_awaited_awaited_timestamp = AwaitedTimestamp.from_dict(data)

                    return componentsschemas_awaited_awaited_timestamp
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_awaited_awaited_request = AwaitedRequest.from_dict(data)

                    return componentsschemas_awaited_awaited_request
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_awaited_awaited_other = AwaitedOther.from_dict(data)

                return componentsschemas_awaited_awaited_other

            for_item = _parse_for_item(for_item_data)

            for_.append(for_item)

        overdue = d.pop("overdue")

        reported = d.pop("reported")

        def _parse_retried_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                retried_at_type_0 = datetime.datetime.fromisoformat(data)

                return retried_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        retried_at = _parse_retried_at(d.pop("retried_at"))

        since = datetime.datetime.fromisoformat(d.pop("since"))

        waiting = cls(
            cause=cause,
            for_=for_,
            overdue=overdue,
            reported=reported,
            retried_at=retried_at,
            since=since,
        )

        waiting.additional_properties = d
        return waiting

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
