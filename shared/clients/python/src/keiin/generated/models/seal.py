from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.sealer_operator import SealerOperator, check_sealer_operator

if TYPE_CHECKING:
    from ..models.sealer_other import SealerOther
    from ..models.sealer_recipient import SealerRecipient


T = TypeVar("T", bound="Seal")


@_attrs_define
class Seal:
    """A seal, and its timestamp as soon as that is there."""

    accredited: bool | None
    """ Whether that is accredited (認定タイムスタンプ). """
    authority: None | str
    """ The timestamp authority. """
    by: SealerOperator | SealerOther | SealerRecipient
    """ Whose seal: `"operator"`, or `{"recipient": 1}`. """
    sha256: None | str
    """ Of the file that it made. """
    timestamped_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.sealer_recipient import SealerRecipient  # noqa: PLC0415

        accredited: bool | None
        accredited = self.accredited

        authority: None | str
        authority = self.authority

        by: dict[str, Any] | str
        if isinstance(self.by, str):
            by = self.by
        elif isinstance(self.by, SealerRecipient):
            by = self.by.to_dict()
        else:
            by = self.by.to_dict()

        sha256: None | str
        sha256 = self.sha256

        timestamped_at: None | str
        if isinstance(self.timestamped_at, datetime.datetime):
            timestamped_at = self.timestamped_at.isoformat()
        else:
            timestamped_at = self.timestamped_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "accredited": accredited,
                "authority": authority,
                "by": by,
                "sha256": sha256,
                "timestamped_at": timestamped_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.sealer_other import SealerOther  # noqa: PLC0415
        from ..models.sealer_recipient import SealerRecipient  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_accredited(data: object) -> bool | None:
            if data is None:
                return data
            return cast(bool | None, data)

        accredited = _parse_accredited(d.pop("accredited"))

        def _parse_authority(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        authority = _parse_authority(d.pop("authority"))

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

        def _parse_sha256(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        sha256 = _parse_sha256(d.pop("sha256"))

        def _parse_timestamped_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                timestamped_at_type_0 = datetime.datetime.fromisoformat(data)

                return timestamped_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        timestamped_at = _parse_timestamped_at(d.pop("timestamped_at"))

        seal = cls(
            accredited=accredited,
            authority=authority,
            by=by,
            sha256=sha256,
            timestamped_at=timestamped_at,
        )

        seal.additional_properties = d
        return seal

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
