from collections.abc import Iterator

import pytest

from tandem.analytics.relational import Engine, open_engine


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with open_engine("duckdb", threads=2, memory="1GB") as opened:
        yield opened
