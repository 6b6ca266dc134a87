"""Mail per outcome: who gets which, once, and what it says. Sending is tested in tests/dags/test_berichten.py."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rizoom.ops import reminders
from rizoom.portal import berichten
from rizoom.portal.berichten import Bericht
from rizoom.warehouse.connect import connect
from tests.portal_world import World, broken, csrf, delivery, number_of, send


def choose(world: World, who: str, adres: str, aan: bool) -> int:
    client = world.client(who)
    fields = {"csrf": csrf(client.get("/instellingen")), "adres": adres} | ({"aan": "ja"} if aan else {})
    return client.post("/instellingen", data=fields).status_code


def deliver(bericht: Bericht, world: World) -> None:
    berichten.plan(world.settings, bericht)
    berichten.mark_sent(world.settings, bericht)


def test_each_outcome_goes_once_to_each_mailbox_that_wants_it(portal: World, tmp_path: Path) -> None:
    portal.client("a")
    assert choose(portal, "a", "a@utrecht.example", True) == 303
    assert choose(portal, "samen", "A@Utrecht.example", True) == 303, "one mailbox, two accounts"
    assert choose(portal, "b", "b@nieuwegein.example", True) == 303
    number = number_of(send(portal.client("a"), broken("GM0344")))

    found = berichten.waiting(portal.settings)
    assert [(b.uitkomst, b.adres.lower(), b.ontvangstnummer) for b in found] == [
        ("ontvangen", "a@utrecht.example", number)
    ]
    assert berichten.waiting(portal.settings) == found, "not sent yet, so it waits"
    berichten.plan(portal.settings, found[0])
    assert berichten.waiting(portal.settings) == found, "a crash before sending loses nothing"
    berichten.mark_sent(portal.settings, found[0])
    assert berichten.waiting(portal.settings) == []

    portal.process()
    rejected = berichten.waiting(portal.settings)
    assert [(b.uitkomst, b.ontvanger) for b in rejected] == [("afgekeurd", found[0].ontvanger)]
    deliver(rejected[0], portal)

    send(portal.client("b"), delivery("GM0356"))
    portal.process()
    outcome = berichten.waiting(portal.settings)
    assert [(b.uitkomst, b.leveraar, b.waarschuwingen) for b in outcome] == [
        ("vigerend", "GM0356", True),
        ("vigerend", "GM0356", True),
    ], "the account of b and the joint body; nobody hears that it was received as well"
    assert len({b.message_id for b in outcome}) == 2


def test_switched_off_or_withdrawn_is_silent_from_then_on(portal: World, tmp_path: Path) -> None:
    file = tmp_path / "contact.csv"
    file.write_text("leveraar,adres\nGM0344,leerplicht@utrecht.example\n")
    reminders.load_contacts(portal.settings, file)
    send(portal.client("a"), delivery("GM0344"))
    assert [b.adres for b in berichten.waiting(portal.settings)] == ["leerplicht@utrecht.example"]

    choose(portal, "a", "Leerplicht@utrecht.example", False)
    assert berichten.waiting(portal.settings) == [], "the mailbox of the supplier too"
    choose(portal, "a", "a@utrecht.example", True)
    adressen = {b.adres for b in berichten.waiting(portal.settings)}
    assert adressen == {"leerplicht@utrecht.example"}, "what happened before the choice is not mailed"
    portal.process()
    assert len(berichten.waiting(portal.settings)) == 2
    with connect(portal.settings) as conn:
        conn.execute("delete from portaal.mandaat where leveraar = 'GM0344'")
    assert [b.adres for b in berichten.waiting(portal.settings)] == ["leerplicht@utrecht.example"]


def test_a_delivery_that_cannot_be_read_is_told_to_who_sent_it(portal: World) -> None:
    choose(portal, "a", "a@utrecht.example", True)
    send(portal.client("a"), delivery("GM0344", formaat="rizoom/9.0"))
    portal.process()
    assert [(b.uitkomst, b.leveraar) for b in berichten.waiting(portal.settings)] == [("geweigerd", "GM0344")]


@pytest.mark.parametrize("uitkomst", ["ontvangen", "vigerend", "afgekeurd", "geweigerd"])
@pytest.mark.parametrize("soort", ["", "leerplicht"])
@pytest.mark.parametrize("warnings", [False, True])
def test_a_mail_says_what_and_what_next_and_counts_nothing(uitkomst: str, soort: str, warnings: bool) -> None:
    jaar = "2024/2025" if soort else ""
    number = "R20251001-ABCDEFGHJK"
    bericht = Bericht(7, uitkomst, "0" * 16, "a@x.example", number, "GM0344", soort, jaar, warnings)  # type: ignore[arg-type]
    subject, text = berichten.message(bericht, "https://portaal.example")
    assert "\n" not in subject
    assert f"https://portaal.example/leveringen/{number}" in text
    assert "https://portaal.example/instellingen" in text
    assert "Utrecht (GM0344)" in text
    assert ("waarschuwingen" in subject) == (uitkomst == "vigerend" and warnings)
    known = (number, jaar, "GM0344", "https://portaal.example")
    rest = re.sub("|".join(re.escape(word) for word in known if word), "", subject + text)
    assert not re.search(r"\d", rest), "no count of anything"
    assert "portaal" in berichten.message(bericht, "")[1]
    assert "http" not in berichten.message(bericht, "")[1]


def test_what_is_no_address_is_refused_with_a_reason(portal: World) -> None:
    client = portal.client("a")
    token = csrf(client.get("/instellingen"))
    for adres in ("geen adres", "a@b", "a@b.nl\r\nBcc: c@d.nl", "a@b.nl,c@d.nl", "<a@b.nl>", ""):
        answer = client.post("/instellingen", data={"csrf": token, "adres": adres, "aan": "ja"})
        assert answer.status_code == 422, adres
        assert "Dit is geen e-mailadres" in answer.text
    with connect(portal.settings) as conn:
        assert conn.execute("select count(*) from portaal.bericht").fetchone() == (0,)


def test_the_flow_sees_addresses_and_nothing_else_of_an_account(portal: World) -> None:
    with connect(portal.settings) as conn:
        rights = conn.execute(
            "select t.table_name from information_schema.tables as t where t.table_schema = 'portaal'"
            " and has_table_privilege('rizoom_intake', format('portaal.%I', t.table_name), 'select')"
        ).fetchall()
    assert rights == [("bericht_ontvanger",)]
