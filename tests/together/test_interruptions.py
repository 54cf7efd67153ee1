"""Followers and senders that are killed in mid-job, and several at once: nothing lost, nothing twice."""

import json
import os
import random
import re
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from tests.together.apart import ENTRIES
from tests.together.conftest import MailServer

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]


class Apart:
    """A database of its own, and processes on it."""

    def __init__(self, name: str, host: str, port: int) -> None:
        self.environment = {
            **os.environ,
            "DATABASE_URL": f"postgresql://postgres@/{name}?host={host}",
            "MAIL_PORT": str(port),
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        }

    def start(self, verb: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.together.apart", verb],
            cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def run(self, verb: str) -> str:
        done = self.start(verb)
        out, error = done.communicate(timeout=120)
        assert done.returncode == 0, error
        return out

    def told(self) -> dict:
        return json.loads(self.run("told"))


@pytest.fixture
def apart() -> Iterator[tuple[Apart, MailServer]]:
    host = settings.DATABASES["default"]["HOST"]
    name = f"apart_{uuid.uuid4().hex[:8]}"
    server = MailServer()
    with psycopg.connect(host=host, user="postgres", dbname="postgres", autocommit=True) as link:
        link.execute(f"CREATE DATABASE {name}")
        try:
            made = Apart(name, host, server.port)
            made.run("prepare")
            yield made, server
        finally:
            server.close()
            link.execute(f"DROP DATABASE {name} WITH (FORCE)")


def expected() -> Counter:
    """Each person once for each entry, but who did it."""
    return Counter(
        (number + 1, f"p{person}@exemple.fr")
        for number in range(ENTRIES)
        for person in range(3)
        if not (person == 2 and number % 10 == 0)
    )


def test_killed_followers_and_senders_and_several_at_once_lose_nothing_and_do_nothing_twice(apart):
    world, server = apart
    chance = random.Random(4)
    killed = 0
    for _turn in range(4):
        follower = world.start("follow")
        time.sleep(1.0 + chance.random())
        if follower.poll() is None:
            follower.kill()
            killed += 1
        follower.communicate()
        partial = world.told()
        assert len({(entry, who) for entry, who in partial["notices"]}) == len(partial["notices"])
        assert max((entry for entry, _who in partial["notices"]), default=0) == max(partial["cursor"], default=0)
        if max(partial["cursor"], default=0) > ENTRIES * 0.7:
            break
    assert killed
    four = [world.start("follow") for _each in range(4)]
    for each in four:
        assert each.wait(timeout=120) == 0, each.stderr.read()
        each.communicate()
    told = world.told()
    assert Counter((entry, who) for entry, who in told["notices"]) == expected()
    assert told["cursor"] == [ENTRIES]
    assert len(told["messages"]) == ENTRIES

    sender = world.start("send")
    for _wait in range(300):
        if len(server.messages) > 20:
            break
        time.sleep(0.05)
    sender.kill()
    sender.communicate()
    two = [world.start("send") for _each in range(2)]
    for each in two:
        assert each.wait(timeout=120) == 0, each.stderr.read()
        each.communicate()
    states = Counter(state for _key, state, _count in world.told()["messages"])
    sent = Counter(number(each) for each in server.messages)
    assert set(sent.values()) == {1}, "a message was sent twice"
    assert states["waiting"] == 0
    assert states["sent"] + states["sending"] == ENTRIES
    assert states["sending"] <= 1, "what the kill interrupted, and nothing else"
    assert ENTRIES - 1 <= len(sent) <= ENTRIES


def number(message: str) -> str:
    return re.search(r"Message-ID: (\S+)", message)[1]
