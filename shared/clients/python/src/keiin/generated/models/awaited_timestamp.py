from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.sealer_operator import SealerOperator, check_sealer_operator

if TYPE_CHECKING:
    from ..models.sealer_other import SealerOther
    from ..models.sealer_recipient import SealerRecipient


T = TypeVar("T", bound="AwaitedTimestamp")


@_attrs_define
class AwaitedTimestamp:
    by: SealerOperator | SealerOther | SealerRecipient
    """ Whose seal: `"operator"`, or `{"recipient": 1}`. """
    document: int
    """ A document's place in its envelope, from 1. """
    kind: Literal["timestamp"]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.sealer_recipient import SealerRecipient  # noqa: PLC0415

        by: dict[str, Any] | str
        if isinstance(self.by, str):
            by = self.by
        elif isinstance(self.by, SealerRecipient):
            by = self.by.to_dict()
        else:
            by = self.by.to_dict()

        document = self.document

        kind = self.kind

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "by": by,
                "document": document,
                "kind": kind,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.sealer_other import SealerOther  # noqa: PLC0415
        from ..models.sealer_recipient import SealerRecipient  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_by(data: object) -> SealerOperator | SealerOther | SealerRecipient:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                componentsschemas_sealer_sealer_operator = check_sealer_operator(data)

                return componentsschemas_sealer_sealer_operator
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_sealer_sealer_recipient = SealerRecipient.from_dict(data)

                return componentsschemas_sealer_sealer_recipient
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            componentsschemas_sealer_sealer_other = SealerOther.from_dict(data)

            return componentsschemas_sealer_sealer_other

        by = _parse_by(d.pop("by"))

        document = d.pop("document")

        kind = cast(Literal["timestamp"], d.pop("kind"))
        if kind != "timestamp":
            raise ValueError(f"kind must match const 'timestamp', got '{kind}'")

        awaited_timestamp = cls(
            by=by,
            document=document,
            kind=kind,
        )

        awaited_timestamp.additional_properties = d
        return awaited_timestamp

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
