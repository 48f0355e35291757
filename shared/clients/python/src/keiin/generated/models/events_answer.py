from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.chain_head import ChainHead
    from ..models.stored_event import StoredEvent


T = TypeVar("T", bound="EventsAnswer")


@_attrs_define
class EventsAnswer:
    """A page of the events of an envelope, and whether their chain is whole."""

    events: list[StoredEvent]
    """ Each as it is stored and hashed, byte for byte; the oldest first. """
    head: ChainHead
    """ How many events there are, and the SHA-256 of the last. """
    intact: bool
    """ Whether the whole chain fits, from the first event to the head, be they on this page or not. """
    next_cursor: None | str
    """ What `cursor` is for the next page; nothing on the last one. """
    broken: None | str | Unset = UNSET
    """ What does not. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        events = []
        for events_item_data in self.events:
            events_item = events_item_data.to_dict()
            events.append(events_item)

        head = self.head.to_dict()

        intact = self.intact

        next_cursor: None | str
        next_cursor = self.next_cursor

        broken: None | str | Unset
        if isinstance(self.broken, Unset):
            broken = UNSET
        else:
            broken = self.broken

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "events": events,
                "head": head,
                "intact": intact,
                "next_cursor": next_cursor,
            }
        )
        if broken is not UNSET:
            field_dict["broken"] = broken

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.chain_head import ChainHead  # noqa: PLC0415
        from ..models.stored_event import StoredEvent  # noqa: PLC0415

        d = dict(src_dict)
        events = []
        _events = d.pop("events")
        for events_item_data in _events:
            events_item = StoredEvent.from_dict(events_item_data)

            events.append(events_item)

        head = ChainHead.from_dict(d.pop("head"))

        intact = d.pop("intact")

        def _parse_next_cursor(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        next_cursor = _parse_next_cursor(d.pop("next_cursor"))

        def _parse_broken(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        broken = _parse_broken(d.pop("broken", UNSET))

        events_answer = cls(
            events=events,
            head=head,
            intact=intact,
            next_cursor=next_cursor,
            broken=broken,
        )

        events_answer.additional_properties = d
        return events_answer

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
