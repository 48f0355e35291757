from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.import_ import Import
from ...models.import_contacts_existing import ImportContactsExisting
from ...models.import_contacts_scope import ImportContactsScope
from ...types import UNSET, File, Response, Unset


def _get_kwargs(
    *,
    body: File,
    scope: ImportContactsScope,
    existing: ImportContactsExisting | Unset = "update",
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

    params: dict[str, Any] = {}

    json_scope: str = scope
    params["scope"] = json_scope

    json_existing: str | Unset = UNSET
    if not isinstance(existing, Unset):
        json_existing = existing

    params["existing"] = json_existing

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/contacts/imports",
        "params": params,
    }

    _kwargs["content"] = body.payload
    headers["Content-Type"] = "application/octet-stream"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Import | None:
    if response.status_code == 200:
        response_200 = Import.from_dict(response.json())

        return response_200

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Import]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: File,
    scope: ImportContactsScope,
    existing: ImportContactsExisting | Unset = "update",
    idempotency_key: str,
    keiin_organisation: str | Unset = UNSET,
    accept_language: str | Unset = UNSET,
) -> Response[Import]:
    """Imports contacts from a CSV file: all of them, or none where one is wrong.

    Args:
        scope (ImportContactsScope):
        existing (ImportContactsExisting | Unset):  Default: 'update'.
        idempotency_key (str):
        keiin_organisation (str | Unset):
        accept_language (str | Unset):
        body (File):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Import]
    """

    kwargs = _get_kwargs(
        body=body,
        scope=scope,
        existing=existing,
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
    body: File,
    scope: ImportContactsScope,
    existing: ImportContactsExisting | Unset = "update",
    idempotency_key: str,
    keiin_organisation: str | Unset = UNSET,
    accept_language: str | Unset = UNSET,
) -> Import | None:
    """Imports contacts from a CSV file: all of them, or none where one is wrong.

    Args:
        scope (ImportContactsScope):
        existing (ImportContactsExisting | Unset):  Default: 'update'.
        idempotency_key (str):
        keiin_organisation (str | Unset):
        accept_language (str | Unset):
        body (File):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Import
    """

    return sync_detailed(
        client=client,
        body=body,
        scope=scope,
        existing=existing,
        idempotency_key=idempotency_key,
        keiin_organisation=keiin_organisation,
        accept_language=accept_language,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: File,
    scope: ImportContactsScope,
    existing: ImportContactsExisting | Unset = "update",
    idempotency_key: str,
    keiin_organisation: str | Unset = UNSET,
    accept_language: str | Unset = UNSET,
) -> Response[Import]:
    """Imports contacts from a CSV file: all of them, or none where one is wrong.

    Args:
        scope (ImportContactsScope):
        existing (ImportContactsExisting | Unset):  Default: 'update'.
        idempotency_key (str):
        keiin_organisation (str | Unset):
        accept_language (str | Unset):
        body (File):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Import]
    """

    kwargs = _get_kwargs(
        body=body,
        scope=scope,
        existing=existing,
        idempotency_key=idempotency_key,
        keiin_organisation=keiin_organisation,
        accept_language=accept_language,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: File,
    scope: ImportContactsScope,
    existing: ImportContactsExisting | Unset = "update",
    idempotency_key: str,
    keiin_organisation: str | Unset = UNSET,
    accept_language: str | Unset = UNSET,
) -> Import | None:
    """Imports contacts from a CSV file: all of them, or none where one is wrong.

    Args:
        scope (ImportContactsScope):
        existing (ImportContactsExisting | Unset):  Default: 'update'.
        idempotency_key (str):
        keiin_organisation (str | Unset):
        accept_language (str | Unset):
        body (File):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Import
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            scope=scope,
            existing=existing,
            idempotency_key=idempotency_key,
            keiin_organisation=keiin_organisation,
            accept_language=accept_language,
        )
    ).parsed
