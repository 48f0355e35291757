from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.sealer_operator import SealerOperator, check_sealer_operator
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.chain_head import ChainHead
    from ..models.sealer_other import SealerOther
    from ..models.sealer_recipient import SealerRecipient


T = TypeVar("T", bound="SealEvidence")


@_attrs_define
class SealEvidence:
    """What a seal in a document says about the evidence."""

    by: SealerOperator | SealerOther | SealerRecipient
    """ Whose seal: `"operator"`, or `{"recipient": 1}`. """
    document: int
    """ A document's place in its envelope, from 1. """
    evidence: ChainHead | None
    """ The chain's head at the act; nothing in a seal of an earlier version. """
    fits: bool
    """ Whether it fits the evidence. """
    broken: None | str | Unset = UNSET
    """ What does not. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.chain_head import ChainHead  # noqa: PLC0415
        from ..models.sealer_recipient import SealerRecipient  # noqa: PLC0415

        by: dict[str, Any] | str
        if isinstance(self.by, str):
            by = self.by
        elif isinstance(self.by, SealerRecipient):
            by = self.by.to_dict()
        else:
            by = self.by.to_dict()

        document = self.document

        evidence: dict[str, Any] | None
        if isinstance(self.evidence, ChainHead):
            evidence = self.evidence.to_dict()
        else:
            evidence = self.evidence

        fits = self.fits

        broken: None | str | Unset
        if isinstance(self.broken, Unset):
            broken = UNSET
        else:
            broken = self.broken

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "by": by,
                "document": document,
                "evidence": evidence,
                "fits": fits,
            }
        )
        if broken is not UNSET:
            field_dict["broken"] = broken

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.chain_head import ChainHead  # noqa: PLC0415
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

        def _parse_evidence(data: object) -> ChainHead | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                evidence_type_0 = ChainHead.from_dict(data)

                return evidence_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ChainHead | None, data)

        evidence = _parse_evidence(d.pop("evidence"))

        fits = d.pop("fits")

        def _parse_broken(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        broken = _parse_broken(d.pop("broken", UNSET))

        seal_evidence = cls(
            by=by,
            document=document,
            evidence=evidence,
            fits=fits,
            broken=broken,
        )

        seal_evidence.additional_properties = d
        return seal_evidence

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
