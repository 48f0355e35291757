import pytest

from keiin import person
from keiin.models import RecipientRequest
from keiin.people import recipients


@pytest.mark.parametrize(
    ("written", "name", "email"),
    [
        ("鈴木 太郎 <suzuki@example.jp>", "鈴木 太郎", "suzuki@example.jp"),
        ('"Suzuki, Taro" <suzuki@example.jp>', "Suzuki, Taro", "suzuki@example.jp"),
        (r'"Taro \"T\" Suzuki" <suzuki@example.jp>', 'Taro "T" Suzuki', "suzuki@example.jp"),
        ("  鈴木(営業部)<suzuki@例え.jp> ", "鈴木(営業部)", "suzuki@例え.jp"),
    ],
)
def test_a_person_is_written_as_in_mails(written: str, name: str, email: str) -> None:
    assert person(written) == RecipientRequest(name=name, email=email)


@pytest.mark.parametrize(
    "written",
    [
        "suzuki@example.jp",
        "<suzuki@example.jp>",
        "",
        "鈴木",
        "鈴木 <suzuki>",
        '"" <a@b.example>',
        "a <a@b.jp> b <c@d.jp>",
    ],
)
def test_what_lacks_a_name_or_an_address_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="Name <address>"):
        person(written)


def test_an_order_of_their_own_stays() -> None:
    last = RecipientRequest(name="B", email="b@example.jp", order=9)
    listed = recipients(["A <a@example.jp>", last, "C <c@example.jp>"], in_order=True)
    assert [one.order for one in listed] == [1, 9, 3]
