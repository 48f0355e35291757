from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.outcome import Outcome, check_outcome

if TYPE_CHECKING:
    from ..models.signature import Signature


T = TypeVar("T", bound="Findings")


@_attrs_define
class Findings:
    """What was found of a file."""

    summary: str
    """ The same in two sentences: what it is, and whether the content is as it was signed or what to do. """
    notes: list[str]
    """ What to know beside it. """
    outcome: Outcome
    """ The sum of all signatures. """
    proof_until: datetime.datetime | None
    """ The first time at which a signature can no longer be proved unless the file is renewed before. """
    sha256: str
    """ SHA-256, in lower-case hexadecimal characters. """
    signatures: list[Signature]
    """ Signatures and document timestamps in the order of their making. """
    signatures_omitted: int
    """ How many more there are than are listed. """
    size: int
    """ Length of the file in bytes. """
    verified_at: datetime.datetime
    """ Now: nothing later is known. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        summary = self.summary

        notes = self.notes

        outcome: str = self.outcome

        proof_until: None | str
        if isinstance(self.proof_until, datetime.datetime):
            proof_until = self.proof_until.isoformat()
        else:
            proof_until = self.proof_until

        sha256 = self.sha256

        signatures = []
        for signatures_item_data in self.signatures:
            signatures_item = signatures_item_data.to_dict()
            signatures.append(signatures_item)

        signatures_omitted = self.signatures_omitted

        size = self.size

        verified_at = self.verified_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "summary": summary,
                "notes": notes,
                "outcome": outcome,
                "proof_until": proof_until,
                "sha256": sha256,
                "signatures": signatures,
                "signatures_omitted": signatures_omitted,
                "size": size,
                "verified_at": verified_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.signature import Signature  # noqa: PLC0415

        d = dict(src_dict)
        summary = d.pop("summary")

        notes = cast(list[str], d.pop("notes"))

        outcome = check_outcome(d.pop("outcome"))

        def _parse_proof_until(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                proof_until_type_0 = datetime.datetime.fromisoformat(data)

                return proof_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        proof_until = _parse_proof_until(d.pop("proof_until"))

        sha256 = d.pop("sha256")

        signatures = []
        _signatures = d.pop("signatures")
        for signatures_item_data in _signatures:
            signatures_item = Signature.from_dict(signatures_item_data)

            signatures.append(signatures_item)

        signatures_omitted = d.pop("signatures_omitted")

        size = d.pop("size")

        verified_at = datetime.datetime.fromisoformat(d.pop("verified_at"))

        findings = cls(
            summary=summary,
            notes=notes,
            outcome=outcome,
            proof_until=proof_until,
            sha256=sha256,
            signatures=signatures,
            signatures_omitted=signatures_omitted,
            size=size,
            verified_at=verified_at,
        )

        findings.additional_properties = d
        return findings

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
