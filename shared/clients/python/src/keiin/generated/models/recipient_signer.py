from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.language import Language, check_language
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.factor_access_code import FactorAccessCode
    from ..models.factor_email_code import FactorEmailCode
    from ..models.factor_other import FactorOther
    from ..models.factor_sms import FactorSms
    from ..models.factor_totp import FactorTotp
    from ..models.recipient_state_approved import RecipientStateApproved
    from ..models.recipient_state_bounced import RecipientStateBounced
    from ..models.recipient_state_confirmed import RecipientStateConfirmed
    from ..models.recipient_state_declined import RecipientStateDeclined
    from ..models.recipient_state_delegated import RecipientStateDelegated
    from ..models.recipient_state_invited import RecipientStateInvited
    from ..models.recipient_state_not_needed import RecipientStateNotNeeded
    from ..models.recipient_state_opened import RecipientStateOpened
    from ..models.recipient_state_other import RecipientStateOther
    from ..models.recipient_state_sealed import RecipientStateSealed
    from ..models.recipient_state_waiting import RecipientStateWaiting
    from ..models.seal_policy import SealPolicy
    from ..models.seal_type_contract import SealTypeContract
    from ..models.seal_type_other import SealTypeOther
    from ..models.seal_type_registered import SealTypeRegistered
    from ..models.visible_seal import VisibleSeal


T = TypeVar("T", bound="RecipientSigner")


@_attrs_define
class RecipientSigner:
    name: str
    company: None | str
    email: str
    """ An email address as it was typed; its domain may be international. """
    language: Language
    """ The language of pages and mails. """
    number: int
    """ A recipient's place in its envelope's list, from 1. It is not the signing order. """
    order: int
    """ Those of the same number act side by side, after all with a smaller one. """
    state: (
        RecipientStateApproved
        | RecipientStateBounced
        | RecipientStateConfirmed
        | RecipientStateDeclined
        | RecipientStateDelegated
        | RecipientStateInvited
        | RecipientStateNotNeeded
        | RecipientStateOpened
        | RecipientStateOther
        | RecipientStateSealed
        | RecipientStateWaiting
    )
    kind: Literal["signer"]
    seal: SealTypeContract | SealTypeOther | SealTypeRegistered
    """ Whose certificate a seal is made with. """
    code_refused: bool | Unset = UNSET
    """ Whether the newest one-time code could not be sent. """
    factor: FactorAccessCode | FactorEmailCode | FactorOther | FactorSms | FactorTotp | None | Unset = UNSET
    """ What the person shows besides the mailed link. """
    locked_at: datetime.datetime | None | Unset = UNSET
    """ When wrong codes locked the link. """
    one_of: None | str | Unset = UNSET
    """ Of which group one acts for all: of recipients with the same name here. """
    seal_policy: None | SealPolicy | Unset = UNSET
    """ That the signer may sign visibly, and where. """
    stands_for: int | None | Unset = UNSET
    """ Whose task this recipient took over. """
    visible_seal: None | Unset | VisibleSeal = UNSET
    """ The visible seal that the signer chose. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.factor_access_code import FactorAccessCode  # noqa: PLC0415
        from ..models.factor_email_code import FactorEmailCode  # noqa: PLC0415
        from ..models.factor_other import FactorOther  # noqa: PLC0415
        from ..models.factor_sms import FactorSms  # noqa: PLC0415
        from ..models.factor_totp import FactorTotp  # noqa: PLC0415
        from ..models.recipient_state_approved import RecipientStateApproved  # noqa: PLC0415
        from ..models.recipient_state_bounced import RecipientStateBounced  # noqa: PLC0415
        from ..models.recipient_state_confirmed import RecipientStateConfirmed  # noqa: PLC0415
        from ..models.recipient_state_declined import RecipientStateDeclined  # noqa: PLC0415
        from ..models.recipient_state_delegated import RecipientStateDelegated  # noqa: PLC0415
        from ..models.recipient_state_invited import RecipientStateInvited  # noqa: PLC0415
        from ..models.recipient_state_not_needed import RecipientStateNotNeeded  # noqa: PLC0415
        from ..models.recipient_state_opened import RecipientStateOpened  # noqa: PLC0415
        from ..models.recipient_state_sealed import RecipientStateSealed  # noqa: PLC0415
        from ..models.recipient_state_waiting import RecipientStateWaiting  # noqa: PLC0415
        from ..models.seal_policy import SealPolicy  # noqa: PLC0415
        from ..models.seal_type_contract import SealTypeContract  # noqa: PLC0415
        from ..models.seal_type_registered import SealTypeRegistered  # noqa: PLC0415
        from ..models.visible_seal import VisibleSeal  # noqa: PLC0415

        name = self.name

        company: None | str
        company = self.company

        email = self.email

        language: str = self.language

        number = self.number

        order = self.order

        state: dict[str, Any]
        if isinstance(self.state, RecipientStateWaiting):
            state = self.state.to_dict()
        elif isinstance(self.state, RecipientStateInvited):
            state = self.state.to_dict()
        elif isinstance(self.state, RecipientStateOpened):
            state = self.state.to_dict()
        elif isinstance(self.state, RecipientStateApproved):
            state = self.state.to_dict()
        elif isinstance(self.state, RecipientStateSealed):
            state = self.state.to_dict()
        elif isinstance(self.state, RecipientStateConfirmed):
            state = self.state.to_dict()
        elif isinstance(self.state, RecipientStateDeclined):
            state = self.state.to_dict()
        elif isinstance(self.state, RecipientStateDelegated):
            state = self.state.to_dict()
        elif isinstance(self.state, RecipientStateNotNeeded):
            state = self.state.to_dict()
        elif isinstance(self.state, RecipientStateBounced):
            state = self.state.to_dict()
        else:
            state = self.state.to_dict()

        kind = self.kind

        seal: dict[str, Any]
        if isinstance(self.seal, SealTypeRegistered):
            seal = self.seal.to_dict()
        elif isinstance(self.seal, SealTypeContract):
            seal = self.seal.to_dict()
        else:
            seal = self.seal.to_dict()

        code_refused = self.code_refused

        factor: dict[str, Any] | None | Unset
        if isinstance(self.factor, Unset):
            factor = UNSET
        elif isinstance(self.factor, FactorAccessCode):
            factor = self.factor.to_dict()
        elif isinstance(self.factor, FactorTotp):
            factor = self.factor.to_dict()
        elif isinstance(self.factor, FactorSms):
            factor = self.factor.to_dict()
        elif isinstance(self.factor, FactorEmailCode):
            factor = self.factor.to_dict()
        elif isinstance(self.factor, FactorOther):
            factor = self.factor.to_dict()
        else:
            factor = self.factor

        locked_at: None | str | Unset
        if isinstance(self.locked_at, Unset):
            locked_at = UNSET
        elif isinstance(self.locked_at, datetime.datetime):
            locked_at = self.locked_at.isoformat()
        else:
            locked_at = self.locked_at

        one_of: None | str | Unset
        if isinstance(self.one_of, Unset):
            one_of = UNSET
        else:
            one_of = self.one_of

        seal_policy: dict[str, Any] | None | Unset
        if isinstance(self.seal_policy, Unset):
            seal_policy = UNSET
        elif isinstance(self.seal_policy, SealPolicy):
            seal_policy = self.seal_policy.to_dict()
        else:
            seal_policy = self.seal_policy

        stands_for: int | None | Unset
        if isinstance(self.stands_for, Unset):
            stands_for = UNSET
        else:
            stands_for = self.stands_for

        visible_seal: dict[str, Any] | None | Unset
        if isinstance(self.visible_seal, Unset):
            visible_seal = UNSET
        elif isinstance(self.visible_seal, VisibleSeal):
            visible_seal = self.visible_seal.to_dict()
        else:
            visible_seal = self.visible_seal

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "company": company,
                "email": email,
                "language": language,
                "number": number,
                "order": order,
                "state": state,
                "kind": kind,
                "seal": seal,
            }
        )
        if code_refused is not UNSET:
            field_dict["code_refused"] = code_refused
        if factor is not UNSET:
            field_dict["factor"] = factor
        if locked_at is not UNSET:
            field_dict["locked_at"] = locked_at
        if one_of is not UNSET:
            field_dict["one_of"] = one_of
        if seal_policy is not UNSET:
            field_dict["seal_policy"] = seal_policy
        if stands_for is not UNSET:
            field_dict["stands_for"] = stands_for
        if visible_seal is not UNSET:
            field_dict["visible_seal"] = visible_seal

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.factor_access_code import FactorAccessCode  # noqa: PLC0415
        from ..models.factor_email_code import FactorEmailCode  # noqa: PLC0415
        from ..models.factor_other import FactorOther  # noqa: PLC0415
        from ..models.factor_sms import FactorSms  # noqa: PLC0415
        from ..models.factor_totp import FactorTotp  # noqa: PLC0415
        from ..models.recipient_state_approved import RecipientStateApproved  # noqa: PLC0415
        from ..models.recipient_state_bounced import RecipientStateBounced  # noqa: PLC0415
        from ..models.recipient_state_confirmed import RecipientStateConfirmed  # noqa: PLC0415
        from ..models.recipient_state_declined import RecipientStateDeclined  # noqa: PLC0415
        from ..models.recipient_state_delegated import RecipientStateDelegated  # noqa: PLC0415
        from ..models.recipient_state_invited import RecipientStateInvited  # noqa: PLC0415
        from ..models.recipient_state_not_needed import RecipientStateNotNeeded  # noqa: PLC0415
        from ..models.recipient_state_opened import RecipientStateOpened  # noqa: PLC0415
        from ..models.recipient_state_other import RecipientStateOther  # noqa: PLC0415
        from ..models.recipient_state_sealed import RecipientStateSealed  # noqa: PLC0415
        from ..models.recipient_state_waiting import RecipientStateWaiting  # noqa: PLC0415
        from ..models.seal_policy import SealPolicy  # noqa: PLC0415
        from ..models.seal_type_contract import SealTypeContract  # noqa: PLC0415
        from ..models.seal_type_other import SealTypeOther  # noqa: PLC0415
        from ..models.seal_type_registered import SealTypeRegistered  # noqa: PLC0415
        from ..models.visible_seal import VisibleSeal  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        def _parse_company(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        company = _parse_company(d.pop("company"))

        email = d.pop("email")

        language = check_language(d.pop("language"))

        number = d.pop("number")

        order = d.pop("order")

        def _parse_state(
            data: object,
        ) -> (
            RecipientStateApproved
            | RecipientStateBounced
            | RecipientStateConfirmed
            | RecipientStateDeclined
            | RecipientStateDelegated
            | RecipientStateInvited
            | RecipientStateNotNeeded
            | RecipientStateOpened
            | RecipientStateOther
            | RecipientStateSealed
            | RecipientStateWaiting
        ):
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_recipient_state_recipient_state_waiting = RecipientStateWaiting.from_dict(data)

                return componentsschemas_recipient_state_recipient_state_waiting
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_recipient_state_recipient_state_invited = RecipientStateInvited.from_dict(data)

                return componentsschemas_recipient_state_recipient_state_invited
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_recipient_state_recipient_state_opened = RecipientStateOpened.from_dict(data)

                return componentsschemas_recipient_state_recipient_state_opened
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_recipient_state_recipient_state_approved = RecipientStateApproved.from_dict(data)

                return componentsschemas_recipient_state_recipient_state_approved
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_recipient_state_recipient_state_sealed = RecipientStateSealed.from_dict(data)

                return componentsschemas_recipient_state_recipient_state_sealed
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_recipient_state_recipient_state_confirmed = RecipientStateConfirmed.from_dict(data)

                return componentsschemas_recipient_state_recipient_state_confirmed
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_recipient_state_recipient_state_declined = RecipientStateDeclined.from_dict(data)

                return componentsschemas_recipient_state_recipient_state_declined
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_recipient_state_recipient_state_delegated = RecipientStateDelegated.from_dict(data)

                return componentsschemas_recipient_state_recipient_state_delegated
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_recipient_state_recipient_state_not_needed = RecipientStateNotNeeded.from_dict(data)

                return componentsschemas_recipient_state_recipient_state_not_needed
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_recipient_state_recipient_state_bounced = RecipientStateBounced.from_dict(data)

                return componentsschemas_recipient_state_recipient_state_bounced
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            componentsschemas_recipient_state_recipient_state_other = RecipientStateOther.from_dict(data)

            return componentsschemas_recipient_state_recipient_state_other

        state = _parse_state(d.pop("state"))

        kind = cast(Literal["signer"], d.pop("kind"))
        if kind != "signer":
            raise ValueError(f"kind must match const 'signer', got '{kind}'")

        def _parse_seal(data: object) -> SealTypeContract | SealTypeOther | SealTypeRegistered:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_seal_type_seal_type_registered = SealTypeRegistered.from_dict(data)

                return componentsschemas_seal_type_seal_type_registered
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_seal_type_seal_type_contract = SealTypeContract.from_dict(data)

                return componentsschemas_seal_type_seal_type_contract
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            componentsschemas_seal_type_seal_type_other = SealTypeOther.from_dict(data)

            return componentsschemas_seal_type_seal_type_other

        seal = _parse_seal(d.pop("seal"))

        code_refused = d.pop("code_refused", UNSET)

        def _parse_factor(
            data: object,
        ) -> FactorAccessCode | FactorEmailCode | FactorOther | FactorSms | FactorTotp | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_factor_factor_access_code = FactorAccessCode.from_dict(data)

                return componentsschemas_factor_factor_access_code
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_factor_factor_totp = FactorTotp.from_dict(data)

                return componentsschemas_factor_factor_totp
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_factor_factor_sms = FactorSms.from_dict(data)

                return componentsschemas_factor_factor_sms
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_factor_factor_email_code = FactorEmailCode.from_dict(data)

                return componentsschemas_factor_factor_email_code
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_factor_factor_other = FactorOther.from_dict(data)

                return componentsschemas_factor_factor_other
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FactorAccessCode | FactorEmailCode | FactorOther | FactorSms | FactorTotp | None | Unset, data)

        factor = _parse_factor(d.pop("factor", UNSET))

        def _parse_locked_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                locked_at_type_0 = datetime.datetime.fromisoformat(data)

                return locked_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        locked_at = _parse_locked_at(d.pop("locked_at", UNSET))

        def _parse_one_of(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        one_of = _parse_one_of(d.pop("one_of", UNSET))

        def _parse_seal_policy(data: object) -> None | SealPolicy | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                seal_policy_type_0 = SealPolicy.from_dict(data)

                return seal_policy_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SealPolicy | Unset, data)

        seal_policy = _parse_seal_policy(d.pop("seal_policy", UNSET))

        def _parse_stands_for(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        stands_for = _parse_stands_for(d.pop("stands_for", UNSET))

        def _parse_visible_seal(data: object) -> None | Unset | VisibleSeal:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                visible_seal_type_0 = VisibleSeal.from_dict(data)

                return visible_seal_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | VisibleSeal, data)

        visible_seal = _parse_visible_seal(d.pop("visible_seal", UNSET))

        recipient_signer = cls(
            name=name,
            company=company,
            email=email,
            language=language,
            number=number,
            order=order,
            state=state,
            kind=kind,
            seal=seal,
            code_refused=code_refused,
            factor=factor,
            locked_at=locked_at,
            one_of=one_of,
            seal_policy=seal_policy,
            stands_for=stands_for,
            visible_seal=visible_seal,
        )

        recipient_signer.additional_properties = d
        return recipient_signer

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
