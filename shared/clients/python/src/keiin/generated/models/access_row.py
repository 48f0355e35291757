from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.rule_folder import RuleFolder
    from ..models.rule_other import RuleOther
    from ..models.rule_role import RuleRole
    from ..models.rule_sender import RuleSender


T = TypeVar("T", bound="AccessRow")


@_attrs_define
class AccessRow:
    """A person who may see it."""

    name: str
    by: list[RuleFolder | RuleOther | RuleRole | RuleSender]
    """ By what, all of it. """
    email: str
    """ An email address as it was typed; its domain may be international. """
    id: str
    """ A person's identifier: a UUID of version 7. """
    may_download: bool
    """ Whether the person may fetch its files as well. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.rule_folder import RuleFolder  # noqa: PLC0415
        from ..models.rule_role import RuleRole  # noqa: PLC0415
        from ..models.rule_sender import RuleSender  # noqa: PLC0415

        name = self.name

        by = []
        for by_item_data in self.by:
            by_item: dict[str, Any]
            if isinstance(by_item_data, RuleSender):
                by_item = by_item_data.to_dict()
            elif isinstance(by_item_data, RuleRole):
                by_item = by_item_data.to_dict()
            elif isinstance(by_item_data, RuleFolder):
                by_item = by_item_data.to_dict()
            else:
                by_item = by_item_data.to_dict()

            by.append(by_item)

        email = self.email

        id = self.id

        may_download = self.may_download

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "by": by,
                "email": email,
                "id": id,
                "may_download": may_download,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.rule_folder import RuleFolder  # noqa: PLC0415
        from ..models.rule_other import RuleOther  # noqa: PLC0415
        from ..models.rule_role import RuleRole  # noqa: PLC0415
        from ..models.rule_sender import RuleSender  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        by = []
        _by = d.pop("by")
        for by_item_data in _by:

            def _parse_by_item(data: object) -> RuleFolder | RuleOther | RuleRole | RuleSender:
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_rule_rule_sender = RuleSender.from_dict(data)

                    return componentsschemas_rule_rule_sender
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_rule_rule_role = RuleRole.from_dict(data)

                    return componentsschemas_rule_rule_role
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_rule_rule_folder = RuleFolder.from_dict(data)

                    return componentsschemas_rule_rule_folder
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_rule_rule_other = RuleOther.from_dict(data)

                return componentsschemas_rule_rule_other

            by_item = _parse_by_item(by_item_data)

            by.append(by_item)

        email = d.pop("email")

        id = d.pop("id")

        may_download = d.pop("may_download")

        access_row = cls(
            name=name,
            by=by,
            email=email,
            id=id,
            may_download=may_download,
        )

        access_row.additional_properties = d
        return access_row

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
