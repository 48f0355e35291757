from http import HTTPStatus
from io import BytesIO
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.export_contacts_encoding import ExportContactsEncoding
from ...models.export_contacts_scope import ExportContactsScope
from ...types import UNSET, File, Response, Unset


def _get_kwargs(
    *,
    scope: ExportContactsScope,
    encoding: ExportContactsEncoding | Unset = "utf-8",
    keiin_organisation: str | Unset = UNSET,
    accept_language: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(keiin_organisation, Unset):
        headers["Keiin-Organisation"] = keiin_organisation

    if not isinstance(accept_language, Unset):
        headers["Accept-Language"] = accept_language

    params: dict[str, Any] = {}

    json_scope: str = scope
    params["scope"] = json_scope

    json_encoding: str | Unset = UNSET
    if not isinstance(encoding, Unset):
        json_encoding = encoding

    params["encoding"] = json_encoding

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/contacts/export",
        "params": params,
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> File | None:
    if response.status_code == 200:
        response_200 = File(payload=BytesIO(response.content))

        return response_200

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[File]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    scope: ExportContactsScope,
    encoding: ExportContactsEncoding | Unset = "utf-8",
    keiin_organisation: str | Unset = UNSET,
    accept_language: str | Unset = UNSET,
) -> Response[File]:
    """Saves an address book as a CSV file.

    Args:
        scope (ExportContactsScope):
        encoding (ExportContactsEncoding | Unset):  Default: 'utf-8'.
        keiin_organisation (str | Unset):
        accept_language (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[File]
    """

    kwargs = _get_kwargs(
        scope=scope,
        encoding=encoding,
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
    scope: ExportContactsScope,
    encoding: ExportContactsEncoding | Unset = "utf-8",
    keiin_organisation: str | Unset = UNSET,
    accept_language: str | Unset = UNSET,
) -> File | None:
    """Saves an address book as a CSV file.

    Args:
        scope (ExportContactsScope):
        encoding (ExportContactsEncoding | Unset):  Default: 'utf-8'.
        keiin_organisation (str | Unset):
        accept_language (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        File
    """

    return sync_detailed(
        client=client,
        scope=scope,
        encoding=encoding,
        keiin_organisation=keiin_organisation,
        accept_language=accept_language,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    scope: ExportContactsScope,
    encoding: ExportContactsEncoding | Unset = "utf-8",
    keiin_organisation: str | Unset = UNSET,
    accept_language: str | Unset = UNSET,
) -> Response[File]:
    """Saves an address book as a CSV file.

    Args:
        scope (ExportContactsScope):
        encoding (ExportContactsEncoding | Unset):  Default: 'utf-8'.
        keiin_organisation (str | Unset):
        accept_language (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[File]
    """

    kwargs = _get_kwargs(
        scope=scope,
        encoding=encoding,
        keiin_organisation=keiin_organisation,
        accept_language=accept_language,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    scope: ExportContactsScope,
    encoding: ExportContactsEncoding | Unset = "utf-8",
    keiin_organisation: str | Unset = UNSET,
    accept_language: str | Unset = UNSET,
) -> File | None:
    """Saves an address book as a CSV file.

    Args:
        scope (ExportContactsScope):
        encoding (ExportContactsEncoding | Unset):  Default: 'utf-8'.
        keiin_organisation (str | Unset):
        accept_language (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        File
    """

    return (
        await asyncio_detailed(
            client=client,
            scope=scope,
            encoding=encoding,
            keiin_organisation=keiin_organisation,
            accept_language=accept_language,
        )
    ).parsed
