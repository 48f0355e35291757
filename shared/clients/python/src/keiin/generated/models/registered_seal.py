from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.seal_state import SealState, check_seal_state

if TYPE_CHECKING:
    from ..models.seal_certificate import SealCertificate


T = TypeVar("T", bound="RegisteredSeal")


@_attrs_define
class RegisteredSeal:
    """A registered seal."""

    name: str
    """ What the seal is called, such as 滝川市長之印; the organisation's name where it was given none. """
    certificate: None | SealCertificate
    """ What its certificate says; nothing where that cannot be read. """
    id: str
    """ A registered seal's identifier, which no other seal of its organisation has. """
    may_ask: list[str]
    """ The organisations that may ask for it in envelopes of theirs, besides its own. The operator says which. """
    name_en: None | str
    """ The same for readers of English, where it has another name for them. """
    organisation: str
    """ An organisation's identifier. """
    persons: list[str]
    """ Who may sign with it, by their addresses. Nobody else may, and these only by a second factor. """
    state: SealState
    """ How a seal stands: `valid`; valid, and to end within 90 days (`expiring`); `expired`; `not_yet_valid`; or
    `unusable`, where its certificate cannot be read. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.seal_certificate import SealCertificate  # noqa: PLC0415

        name = self.name

        certificate: dict[str, Any] | None
        if isinstance(self.certificate, SealCertificate):
            certificate = self.certificate.to_dict()
        else:
            certificate = self.certificate

        id = self.id

        may_ask = self.may_ask

        name_en: None | str
        name_en = self.name_en

        organisation = self.organisation

        persons = self.persons

        state: str = self.state

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "certificate": certificate,
                "id": id,
                "may_ask": may_ask,
                "name_en": name_en,
                "organisation": organisation,
                "persons": persons,
                "state": state,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.seal_certificate import SealCertificate  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        def _parse_certificate(data: object) -> None | SealCertificate:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                certificate_type_0 = SealCertificate.from_dict(data)

                return certificate_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SealCertificate, data)

        certificate = _parse_certificate(d.pop("certificate"))

        id = d.pop("id")

        may_ask = cast(list[str], d.pop("may_ask"))

        def _parse_name_en(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        name_en = _parse_name_en(d.pop("name_en"))

        organisation = d.pop("organisation")

        persons = cast(list[str], d.pop("persons"))

        state = check_seal_state(d.pop("state"))

        registered_seal = cls(
            name=name,
            certificate=certificate,
            id=id,
            may_ask=may_ask,
            name_en=name_en,
            organisation=organisation,
            persons=persons,
            state=state,
        )

        registered_seal.additional_properties = d
        return registered_seal

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
