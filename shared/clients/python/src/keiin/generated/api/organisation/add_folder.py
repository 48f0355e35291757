from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.folder import Folder
from ...models.folder_request import FolderRequest
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: FolderRequest,
    idempotency_key: str,
    keiin_organisation: str | Unset = UNSET,
    accept_language: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    headers["Idempotency-Key"] = idempotency_key

    if not isinstance(keiin_organisation, Unset):
        headers["Keiin-Organisation"] = keiin_organisation

    if not isinstance(accept_language, Unset):
        headers["Accept-Language"] = accept_language

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/folders",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Folder | None:
    if response.status_code == 201:
        response_201 = Folder.from_dict(response.json())

        return response_201

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Folder]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: FolderRequest,
    idempotency_key: str,
    keiin_organisation: str | Unset = UNSET,
    accept_language: str | Unset = UNSET,
) -> Response[Folder]:
    """Makes a folder.

    Args:
        idempotency_key (str):
        keiin_organisation (str | Unset):
        accept_language (str | Unset):
        body (FolderRequest): A folder that is made: `POST /v1/folders`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Folder]
    """

    kwargs = _get_kwargs(
        body=body,
        idempotency_key=idempotency_key,
        keiin_organisation=keiin_organisation,
        accept_language=accept_language,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    body: FolderRequest,
    idempotency_key: str,
    keiin_organisation: str | Unset = UNSET,
    accept_language: str | Unset = UNSET,
) -> Folder | None:
    """Makes a folder.

    Args:
        idempotency_key (str):
        keiin_organisation (str | Unset):
        accept_language (str | Unset):
        body (FolderRequest): A folder that is made: `POST /v1/folders`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Folder
    """

    return sync_detailed(
        client=client,
        body=body,
        idempotency_key=idempotency_key,
        keiin_organisation=keiin_organisation,
        accept_language=accept_language,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: FolderRequest,
    idempotency_key: str,
    keiin_organisation: str | Unset = UNSET,
    accept_language: str | Unset = UNSET,
) -> Response[Folder]:
    """Makes a folder.

    Args:
        idempotency_key (str):
        keiin_organisation (str | Unset):
        accept_language (str | Unset):
        body (FolderRequest): A folder that is made: `POST /v1/folders`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Folder]
    """

    kwargs = _get_kwargs(
        body=body,
        idempotency_key=idempotency_key,
        keiin_organisation=keiin_organisation,
        accept_language=accept_language,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: FolderRequest,
    idempotency_key: str,
    keiin_organisation: str | Unset = UNSET,
    accept_language: str | Unset = UNSET,
) -> Folder | None:
    """Makes a folder.

    Args:
        idempotency_key (str):
        keiin_organisation (str | Unset):
        accept_language (str | Unset):
        body (FolderRequest): A folder that is made: `POST /v1/folders`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Folder
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            idempotency_key=idempotency_key,
            keiin_organisation=keiin_organisation,
            accept_language=accept_language,
        )
    ).parsed
