from typing import Literal, cast

Identity = Literal["access_code", "email_code", "known_device", "mail_link", "sms_code", "totp"]


def check_identity(value: str) -> Identity:
    # A later version of the service may know further values: they come through as they are.
    return cast(Identity, value)
