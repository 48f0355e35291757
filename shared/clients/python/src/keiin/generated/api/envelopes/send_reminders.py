from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.envelope import Envelope
from ...models.remind_request import RemindRequest
from ...types import UNSET, Response, Unset


def _get_kwargs(
    id: str,
    *,
    body: RemindRequest | Unset = UNSET,
    idempotency_key: str,
    if_match: str | Unset = UNSET,
    keiin_organisation: str | Unset = UNSET,
    accept_language: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    headers["Idempotency-Key"] = idempotency_key

    if not isinstance(if_match, Unset):
        headers["If-Match"] = if_match

    if not isinstance(keiin_organisation, Unset):
        headers["Keiin-Organisation"] = keiin_organisation

    if not isinstance(accept_language, Unset):
        headers["Accept-Language"] = accept_language

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/envelopes/{id}/remind".format(
            id=quote(str(id), safe=""),
        ),
    }

    if not isinstance(body, Unset):
        _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Envelope | None:
    if response.status_code == 200:
        response_200 = Envelope.from_dict(response.json())

        return response_200

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Envelope]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    id: str,
    *,
    client: AuthenticatedClient,
    body: RemindRequest | Unset = UNSET,
    idempotency_key: str,
    if_match: str | Unset = UNSET,
    keiin_organisation: str | Unset = UNSET,
    accept_language: str | Unset = UNSET,
) -> Response[Envelope]:
    """Reminds those whose turn it is, each at most once in an hour.

    Args:
        id (str):
        idempotency_key (str):
        if_match (str | Unset):
        keiin_organisation (str | Unset):
        accept_language (str | Unset):
        body (RemindRequest | Unset): Whom to remind: `POST /v1/envelopes/{id}/remind`. There is
            nothing to say.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Envelope]
    """

    kwargs = _get_kwargs(
        id=id,
        body=body,
        idempotency_key=idempotency_key,
        if_match=if_match,
        keiin_organisation=keiin_organisation,
        accept_language=accept_language,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    id: str,
    *,
    client: AuthenticatedClient,
    body: RemindRequest | Unset = UNSET,
    idempotency_key: str,
    if_match: str | Unset = UNSET,
    keiin_organisation: str | Unset = UNSET,
    accept_language: str | Unset = UNSET,
) -> Envelope | None:
    """Reminds those whose turn it is, each at most once in an hour.

    Args:
        id (str):
        idempotency_key (str):
        if_match (str | Unset):
        keiin_organisation (str | Unset):
        accept_language (str | Unset):
        body (RemindRequest | Unset): Whom to remind: `POST /v1/envelopes/{id}/remind`. There is
            nothing to say.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Envelope
    """

    return sync_detailed(
        id=id,
        client=client,
        body=body,
        idempotency_key=idempotency_key,
        if_match=if_match,
        keiin_organisation=keiin_organisation,
        accept_language=accept_language,
    ).parsed


async def asyncio_detailed(
    id: str,
    *,
    client: AuthenticatedClient,
    body: RemindRequest | Unset = UNSET,
    idempotency_key: str,
    if_match: str | Unset = UNSET,
    keiin_organisation: str | Unset = UNSET,
    accept_language: str | Unset = UNSET,
) -> Response[Envelope]:
    """Reminds those whose turn it is, each at most once in an hour.

    Args:
        id (str):
        idempotency_key (str):
        if_match (str | Unset):
        keiin_organisation (str | Unset):
        accept_language (str | Unset):
        body (RemindRequest | Unset): Whom to remind: `POST /v1/envelopes/{id}/remind`. There is
            nothing to say.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Envelope]
    """

    kwargs = _get_kwargs(
        id=id,
        body=body,
        idempotency_key=idempotency_key,
        if_match=if_match,
        keiin_organisation=keiin_organisation,
        accept_language=accept_language,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    id: str,
    *,
    client: AuthenticatedClient,
    body: RemindRequest | Unset = UNSET,
    idempotency_key: str,
    if_match: str | Unset = UNSET,
    keiin_organisation: str | Unset = UNSET,
    accept_language: str | Unset = UNSET,
) -> Envelope | None:
    """Reminds those whose turn it is, each at most once in an hour.

    Args:
        id (str):
        idempotency_key (str):
        if_match (str | Unset):
        keiin_organisation (str | Unset):
        accept_language (str | Unset):
        body (RemindRequest | Unset): Whom to remind: `POST /v1/envelopes/{id}/remind`. There is
            nothing to say.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Envelope
    """

    return (
        await asyncio_detailed(
            id=id,
            client=client,
            body=body,
            idempotency_key=idempotency_key,
            if_match=if_match,
            keiin_organisation=keiin_organisation,
            accept_language=accept_language,
        )
    ).parsed
