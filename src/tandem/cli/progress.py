"""What a person at a terminal sees of a long work: the step under way and the time it takes; nobody else sees it."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


def watched(quiet: bool = False) -> bool:
    """Whether somebody looks at the error stream."""
    return not quiet and sys.stderr.isatty()


@contextmanager
def steps(quiet: bool = False) -> Iterator[Callable[[str], None]]:
    """Give a function that is told the step which begins."""
    if not watched(quiet):
        yield lambda step: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

    columns = SpinnerColumn(finished_text=" "), TimeElapsedColumn(), TextColumn("{task.description}", markup=False)
    with Progress(*columns, console=Console(stderr=True)) as progress:
        begun: list[TaskID] = []

        def end() -> None:
            for task in begun[-1:]:
                progress.update(task, total=1, completed=1)

        def begin(step: str) -> None:
            end()
            begun.append(progress.add_task(step, total=None))

        yield begin
        end()


@contextmanager
def transfer(label: str, quiet: bool = False) -> Iterator[Callable[[int, int | None], None]]:
    """Give a function that is told how many bytes are there, out of how many."""
    if not watched(quiet):
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from tandem.core.typography import no_break, octets

    columns = BarColumn(), TextColumn("{task.description}", markup=False), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task(label, total=None)

        def received(done: int, total: int | None) -> None:
            size = octets(done) + (f" sur {octets(total)}" if total else "")
            progress.update(task, completed=done, total=total, description=no_break(f"{label} : {size}"))

        yield received
