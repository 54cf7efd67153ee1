"""The report, one booklet, and the booklets of all territories on two processes; beside the bare Typst compilation."""

import datetime as dt
import os
import shutil
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from benchmarks.timing import timed

DATE = dt.date(2024, 9, 16)


def start() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.settings.local")
    from tandem.cli.setup import start_django

    start_django()


def one_booklet(code: str) -> int:
    from tandem.steering.usecases import booklet_pdf

    return len(booklet_pdf(code, date=DATE))


def forget() -> None:
    """Drop the documents that are kept, so that each run compiles."""
    from django.conf import settings

    shutil.rmtree(settings.TANDEM_HOME / "documents", ignore_errors=True)


def main() -> None:
    import typst

    start()
    from tandem.steering.usecases import report_pdf
    from tandem.territories.queries import territories_as_of

    codes = [territory.code for territory in territories_as_of(DATE)]
    limit = timed(lambda: typst.compile(b"#set document(title: [x])\n= x\nx", pdf_standards=["ua-1"]))
    print(f"limit: an empty document   {limit}")
    print(f"report                     {timed(lambda: (forget(), report_pdf(DATE)), 3)}")
    print(f"a booklet                  {timed(lambda: (forget(), one_booklet(codes[0])), 3)}")

    from django.db import connections

    connections.close_all()
    forget()
    begun = time.perf_counter()
    with ProcessPoolExecutor(2, mp_context=get_context("spawn"), initializer=start) as pool:
        sizes = list(pool.map(one_booklet, codes, chunksize=4))
    print(f"{len(sizes)} booklets              {time.perf_counter() - begun:.1f} s on two processes, "
          f"{sum(sizes) / len(sizes) / 1000:.0f} kB each")  # fmt: skip


if __name__ == "__main__":
    main()
