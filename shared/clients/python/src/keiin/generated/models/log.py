from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.chain_head import ChainHead
    from ..models.stored_entry import StoredEntry


T = TypeVar("T", bound="Log")


@_attrs_define
class Log:
    """A page of the log."""

    entries: list[StoredEntry]
    """ Each as it is stored and hashed, byte for byte; the oldest first. """
    head: ChainHead
    """ How many events there are, and the SHA-256 of the last. """
    intact: bool
    """ Whether the entries of this page follow each other, from the one before them. """
    next_cursor: None | str
    """ What `cursor` is for the next page; nothing on the last one. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        entries = []
        for entries_item_data in self.entries:
            entries_item = entries_item_data.to_dict()
            entries.append(entries_item)

        head = self.head.to_dict()

        intact = self.intact

        next_cursor: None | str
        next_cursor = self.next_cursor

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "entries": entries,
                "head": head,
                "intact": intact,
                "next_cursor": next_cursor,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.chain_head import ChainHead  # noqa: PLC0415
        from ..models.stored_entry import StoredEntry  # noqa: PLC0415

        d = dict(src_dict)
        entries = []
        _entries = d.pop("entries")
        for entries_item_data in _entries:
            entries_item = StoredEntry.from_dict(entries_item_data)

            entries.append(entries_item)

        head = ChainHead.from_dict(d.pop("head"))

        intact = d.pop("intact")

        def _parse_next_cursor(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        next_cursor = _parse_next_cursor(d.pop("next_cursor"))

        log = cls(
            entries=entries,
            head=head,
            intact=intact,
            next_cursor=next_cursor,
        )

        log.additional_properties = d
        return log

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
