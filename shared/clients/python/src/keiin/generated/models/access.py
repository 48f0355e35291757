from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.access_key import AccessKey
    from ..models.access_recipient import AccessRecipient
    from ..models.access_row import AccessRow


T = TypeVar("T", bound="Access")


@_attrs_define
class Access:
    """A page of those who may see an envelope."""

    keys: list[AccessKey]
    """ API keys of services by which it can be read; on the first page. A person's keys may do no more than the
    person. """
    next_cursor: None | str
    """ What `cursor` is for the next page; nothing on the last one. """
    people: list[AccessRow]
    """ People of the organisation who may see it, in the order in which they were invited. A page may hold none
    where there is a next one. """
    recipients: list[AccessRecipient]
    """ Those to whom it was sent, who see it by their links; on the first page. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        keys = []
        for keys_item_data in self.keys:
            keys_item = keys_item_data.to_dict()
            keys.append(keys_item)

        next_cursor: None | str
        next_cursor = self.next_cursor

        people = []
        for people_item_data in self.people:
            people_item = people_item_data.to_dict()
            people.append(people_item)

        recipients = []
        for recipients_item_data in self.recipients:
            recipients_item = recipients_item_data.to_dict()
            recipients.append(recipients_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "keys": keys,
                "next_cursor": next_cursor,
                "people": people,
                "recipients": recipients,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.access_key import AccessKey  # noqa: PLC0415
        from ..models.access_recipient import AccessRecipient  # noqa: PLC0415
        from ..models.access_row import AccessRow  # noqa: PLC0415

        d = dict(src_dict)
        keys = []
        _keys = d.pop("keys")
        for keys_item_data in _keys:
            keys_item = AccessKey.from_dict(keys_item_data)

            keys.append(keys_item)

        def _parse_next_cursor(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        next_cursor = _parse_next_cursor(d.pop("next_cursor"))

        people = []
        _people = d.pop("people")
        for people_item_data in _people:
            people_item = AccessRow.from_dict(people_item_data)

            people.append(people_item)

        recipients = []
        _recipients = d.pop("recipients")
        for recipients_item_data in _recipients:
            recipients_item = AccessRecipient.from_dict(recipients_item_data)

            recipients.append(recipients_item)

        access = cls(
            keys=keys,
            next_cursor=next_cursor,
            people=people,
            recipients=recipients,
        )

        access.additional_properties = d
        return access

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
