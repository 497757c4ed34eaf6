"""What became of inputs: told as it happens, counted, and summed up in one line that always adds up."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator

from rich.progress import Progress, TaskID

from zenobia import api
from zenobia.cli.console import err, progress_bar, visible

# Below so many inputs a bar would only flicker.
BAR_FROM = 4
# An archive holds dozens of kinds of files; the line has to be read.
_REASONS_TOLD = 8
_PASSED_OVER = "not about conflict"
_PROXIES = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy")


class Tally:
    """Counts results and keeps none of them, since archives have millions; with `keep`, their records."""

    def __init__(self, *, keep: bool = False) -> None:
        self.records: list[dict[str, object]] = []
        self._keep = keep
        self._fates: Counter[str] = Counter()
        self._reasons: dict[str, Counter[str]] = {"set aside": Counter(), "no report": Counter()}
        self._claims = 0
        self._undated = 0
        self._copies = 0

    @property
    def has_set_aside(self) -> bool:
        """Whether something could not be read; what the gate passed over could have been."""
        return self._fates["set aside"] > self._reasons["set aside"][_PASSED_OVER]

    def add(self, result: api.InputResult) -> None:
        self._fates[result.fate.value] += 1
        if result.fate.value in self._reasons:
            self._reasons[result.fate.value][result.reason or "unknown"] += 1
        self._claims += result.claims
        self._undated += (
            result.fate == "read" and result.article is not None and not result.article.published_on
        )
        self._copies += result.copy is not None
        if self._keep:
            self.records.append(_record(result))

    def tell(self) -> None:
        """The closing count on standard error."""
        parts = [
            f"{self._fates['read']} read",
            f"{self._fates['duplicate']} duplicate",
            self._told("set aside"),
        ]
        parts += [self._told("no report")] if self._fates["no report"] else []
        total = self._fates.total()
        err.print(f"{total} inputs = {' + '.join(parts)}; {self._claims} new claims", markup=False)
        if self._reasons["set aside"]["unreachable"] and any(os.environ.get(name) for name in _PROXIES):
            err.print("a proxy is set in the environment; proxies are not used (docs/reading.md)")
        if self._copies:
            err.print(f"{self._copies} of them repeat an earlier report; “zenobia show ARTICLE” tells which")
        if self._undated:
            err.print(
                f"{self._undated} of them do not say when they were published: “on Sunday” stays undated there;"
                " give the day with --published"
            )

    def _told(self, fate: str) -> str:
        reasons = self._reasons[fate].most_common()
        told = [f"{number} {visible(reason)}" for reason, number in reasons[:_REASONS_TOLD]]
        if len(reasons) > _REASONS_TOLD:
            told.append(f"{sum(number for _, number in reasons[_REASONS_TOLD:])} other")
        return f"{self._fates[fate]} {fate}" + (f" ({', '.join(told)})" if told else "")


def tally_with_bar(
    results_of: Callable[[Callable[[int], None], api.Progress], Iterator[api.InputResult]],
    *,
    keep: bool = False,
) -> Tally:
    """Count the results, with a bar where there are many, and say on standard error what was set aside.

    `results_of` is given what to tell the number of inputs to, and the progress of building the gazetteer.
    """
    tally = Tally(keep=keep)
    with progress_bar() as bar:
        reading = bar.add_task("Reading", total=None, visible=False)

        def count(total: int) -> None:
            bar.update(reading, total=total, visible=total >= BAR_FROM)

        for result in results_of(count, _building(bar)):
            tally.add(result)
            bar.advance(reading)
            if result.fate == "set aside" and result.reason != _PASSED_OVER:
                told = f"set aside {visible(result.name)}: {visible(result.message or '')}"
                bar.console.print(told, markup=False)
    return tally


def _building(bar: Progress) -> api.Progress:
    """A second bar that shows only while the list of places is being built."""
    task: TaskID | None = None

    def told(done: int, total: int) -> None:
        nonlocal task
        if task is None:
            task = bar.add_task("Building the list of places (once)", total=total)
        bar.update(task, completed=done, total=total, visible=done < total)

    return told


def _record(result: api.InputResult) -> dict[str, object]:
    return {
        "name": result.name,
        "fate": result.fate.value,
        "article": result.article.id if result.article else None,
        "claims": result.claims,
        "reason": result.reason,
        "message": result.message,
        "repeats": result.copy.of_article_id if result.copy else None,
    }
