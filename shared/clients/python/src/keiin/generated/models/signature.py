from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.integrity import Integrity, check_integrity
from ..models.level import Level, check_level
from ..models.signature_kind import SignatureKind, check_signature_kind
from ..models.signature_state import SignatureState, check_signature_state
from ..models.stated_by import StatedBy, check_stated_by

if TYPE_CHECKING:
    from ..models.certificate import Certificate
    from ..models.detail import Detail
    from ..models.later_changes import LaterChanges
    from ..models.signature_time import SignatureTime


T = TypeVar("T", bound="Signature")


@_attrs_define
class Signature:
    """What was found of one signature. Fields that end in `text` say in words what the one before says to programs."""

    name: None | str
    """ What stands in the signature as the name. """
    cautions: list[str]
    """ What to know beside that. """
    certificate: Certificate | None
    """ The certificate. """
    changes: LaterChanges
    """ The changes after a signature. """
    changes_text: str
    """ The sum of that. """
    coverage_text: str
    """ What of the file it covers. """
    details: list[Detail]
    """ For those who want to know exactly. """
    integrity: Integrity
    """ Whether the signed bytes are the signed ones. """
    integrity_text: str
    """ The same in words. """
    issuer: None | str
    """ Who vouches for that: the trust anchor; the issuer, if there is none. """
    kind: SignatureKind
    """ What a signature is for. """
    level: Level | None
    """ The baseline level of EN 319 142-1, where it reaches one. """
    level_text: None | str
    """ What that is good for. """
    location: None | str
    """ What stands in the signature as the place. """
    number: int
    """ Counted from 1 in the order of their making. """
    proof_text: None | str
    """ The same with what ends then. """
    proof_until: datetime.datetime | None
    """ Until when it can be proved. """
    reason: None | str
    """ What stands in the signature as the reason. """
    reasons: list[str]
    """ Why it is not valid; empty if it is. """
    signer: None | str
    """ Whom the certificate names. """
    signer_confirmed: bool
    """ Whether that is proved. """
    state: SignatureState
    """ The sum of one signature. """
    state_text: str
    """ The same in words. """
    stated_by: StatedBy
    """ Whose word it is what stands in a signature. """
    time: SignatureTime
    """ When a signature was made. """
    title: str
    """ What it is called. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.certificate import Certificate  # noqa: PLC0415

        name: None | str
        name = self.name

        cautions = self.cautions

        certificate: dict[str, Any] | None
        if isinstance(self.certificate, Certificate):
            certificate = self.certificate.to_dict()
        else:
            certificate = self.certificate

        changes = self.changes.to_dict()

        changes_text = self.changes_text

        coverage_text = self.coverage_text

        details = []
        for details_item_data in self.details:
            details_item = details_item_data.to_dict()
            details.append(details_item)

        integrity: str = self.integrity

        integrity_text = self.integrity_text

        issuer: None | str
        issuer = self.issuer

        kind: str = self.kind

        level: None | str
        if isinstance(self.level, str):
            level = self.level
        else:
            level = self.level

        level_text: None | str
        level_text = self.level_text

        location: None | str
        location = self.location

        number = self.number

        proof_text: None | str
        proof_text = self.proof_text

        proof_until: None | str
        if isinstance(self.proof_until, datetime.datetime):
            proof_until = self.proof_until.isoformat()
        else:
            proof_until = self.proof_until

        reason: None | str
        reason = self.reason

        reasons = self.reasons

        signer: None | str
        signer = self.signer

        signer_confirmed = self.signer_confirmed

        state: str = self.state

        state_text = self.state_text

        stated_by: str = self.stated_by

        time = self.time.to_dict()

        title = self.title

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "cautions": cautions,
                "certificate": certificate,
                "changes": changes,
                "changes_text": changes_text,
                "coverage_text": coverage_text,
                "details": details,
                "integrity": integrity,
                "integrity_text": integrity_text,
                "issuer": issuer,
                "kind": kind,
                "level": level,
                "level_text": level_text,
                "location": location,
                "number": number,
                "proof_text": proof_text,
                "proof_until": proof_until,
                "reason": reason,
                "reasons": reasons,
                "signer": signer,
                "signer_confirmed": signer_confirmed,
                "state": state,
                "state_text": state_text,
                "stated_by": stated_by,
                "time": time,
                "title": title,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.certificate import Certificate  # noqa: PLC0415
        from ..models.detail import Detail  # noqa: PLC0415
        from ..models.later_changes import LaterChanges  # noqa: PLC0415
        from ..models.signature_time import SignatureTime  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        name = _parse_name(d.pop("name"))

        cautions = cast(list[str], d.pop("cautions"))

        def _parse_certificate(data: object) -> Certificate | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                certificate_type_0 = Certificate.from_dict(data)

                return certificate_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Certificate | None, data)

        certificate = _parse_certificate(d.pop("certificate"))

        changes = LaterChanges.from_dict(d.pop("changes"))

        changes_text = d.pop("changes_text")

        coverage_text = d.pop("coverage_text")

        details = []
        _details = d.pop("details")
        for details_item_data in _details:
            details_item = Detail.from_dict(details_item_data)

            details.append(details_item)

        integrity = check_integrity(d.pop("integrity"))

        integrity_text = d.pop("integrity_text")

        def _parse_issuer(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        issuer = _parse_issuer(d.pop("issuer"))

        kind = check_signature_kind(d.pop("kind"))

        def _parse_level(data: object) -> Level | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                level_type_0 = check_level(data)

                return level_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Level | None, data)

        level = _parse_level(d.pop("level"))

        def _parse_level_text(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        level_text = _parse_level_text(d.pop("level_text"))

        def _parse_location(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        location = _parse_location(d.pop("location"))

        number = d.pop("number")

        def _parse_proof_text(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        proof_text = _parse_proof_text(d.pop("proof_text"))

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

        def _parse_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reason = _parse_reason(d.pop("reason"))

        reasons = cast(list[str], d.pop("reasons"))

        def _parse_signer(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        signer = _parse_signer(d.pop("signer"))

        signer_confirmed = d.pop("signer_confirmed")

        state = check_signature_state(d.pop("state"))

        state_text = d.pop("state_text")

        stated_by = check_stated_by(d.pop("stated_by"))

        time = SignatureTime.from_dict(d.pop("time"))

        title = d.pop("title")

        signature = cls(
            name=name,
            cautions=cautions,
            certificate=certificate,
            changes=changes,
            changes_text=changes_text,
            coverage_text=coverage_text,
            details=details,
            integrity=integrity,
            integrity_text=integrity_text,
            issuer=issuer,
            kind=kind,
            level=level,
            level_text=level_text,
            location=location,
            number=number,
            proof_text=proof_text,
            proof_until=proof_until,
            reason=reason,
            reasons=reasons,
            signer=signer,
            signer_confirmed=signer_confirmed,
            state=state,
            state_text=state_text,
            stated_by=stated_by,
            time=time,
            title=title,
        )

        signature.additional_properties = d
        return signature

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
