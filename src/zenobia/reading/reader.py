"""Read claims with the trained network that ships with the package (docs/model-card.md)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from zenobia.model import Article, Claim, Kind
from zenobia.reading.calibration import Calibration
from zenobia.reading.decode import Floats, Lines, Told, decode_claims
from zenobia.reading.labels import HEADLINE, places_of
from zenobia.reading.windows import Window, cut_windows

if TYPE_CHECKING:
    from tokenizers import Tokenizer


# Its kernel takes ten times what the addition and the norm take apart (docs/log.md, 2026-11-28).
_SLOWER = ["SkipLayerNormFusion"]
# Questions of a window are asked so many at a time: what is reckoned for more of them does not fit the cache of a
# core (1 MB), which takes a tenth longer. Each is answered as it would be alone, bit for bit.
_ASKED_AT_ONCE = 4


def model_folder() -> Path:
    """Where the weights lie that ship with the package."""
    return Path(str(resources.files(__package__).joinpath("model")))


@dataclass(frozen=True, slots=True)
class _Graphs:
    read: Any
    ask: Any
    join: Any


class TrainedReader:
    """The trained network as a `Reader`; opened at the first article, on one thread by default.

    Windows are read one at a time, without padding: what an article says never depends on its company.
    """

    def __init__(self, folder: Path | None = None, threads: int = 1) -> None:
        self._folder = folder or model_folder()
        self._threads = threads

    @cached_property
    def name(self) -> str:
        return str(self._settings["name"])

    def read_claims(self, articles: Sequence[Article]) -> list[list[Claim]]:
        return [self._read(article) for article in articles]

    def _read(self, article: Article) -> list[Claim]:
        sentences, windows = cut_windows(article, self._tokenizer)
        told = [one for window in windows for one in self._tell(window)]
        claims = decode_claims(article, sentences, told, self._joins, self._lines, self.name)
        return self._calibration.of_claims(claims)

    def _tell(self, window: Window) -> list[Told]:
        """Every kind that a sentence of the window tells with a chance over its line, with its slots."""
        if not window.words:
            return []
        lies_in = np.zeros((len(window.sentences), len(window.words)), dtype=np.float32)
        lies_in[np.asarray(window.sentence_of), np.arange(len(window.words))] = 1
        chances, questions, projected = self._graphs.read.run(
            None,
            {
                "pieces": np.asarray([window.pieces], dtype=np.int64),
                "shapes": np.asarray([window.shapes], dtype=np.int64),
                "firsts": np.asarray(window.firsts, dtype=np.int64),
                "lies_in": lies_in,
            },
        )
        told = np.argwhere((chances >= self._least) & np.asarray(window.owned)[:, None])
        return [
            one
            for at in range(0, len(told), _ASKED_AT_ONCE)
            for one in self._ask(window, told[at : at + _ASKED_AT_ONCE], chances, questions, projected)
        ]

    def _ask(
        self, window: Window, told: Any, chances: Floats, questions: Floats, projected: Floats
    ) -> list[Told]:
        rows, kinds = told[:, 0], told[:, 1]
        where = np.stack([where_from(window, int(row)) for row in rows])
        asked = {"words": projected, "asked": questions[rows, kinds], "where": where}
        answers = self._graphs.ask.run(None, asked)
        return [
            Told(
                window.sentences[row],
                int(kind),
                float(chances[row, kind]),
                window.words,
                *(answer[n] for answer in answers),
            )
            for n, (row, kind) in enumerate(told)
        ]

    def _joins(self, earlier: Sequence[Told], later: Told) -> Floats:
        old = np.stack([one.join for one in earlier])
        new = np.broadcast_to(later.join, old.shape)
        same: Floats = self._graphs.join.run(None, {"earlier": old, "later": np.ascontiguousarray(new)})[0]
        return same

    @cached_property
    def _settings(self) -> dict[str, Any]:
        settings: dict[str, Any] = json.loads((self._folder / "settings.json").read_text("utf-8"))
        return settings

    @cached_property
    def _least(self) -> Floats:
        return np.asarray([self._settings["told"][kind] for kind in Kind], dtype=np.float32)

    @cached_property
    def _lines(self) -> Lines:
        return Lines(**self._settings["lines"])

    @cached_property
    def _calibration(self) -> Calibration:
        return Calibration({what: tuple(line) for what, line in self._settings["calibration"].items()})

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _graphs(self) -> _Graphs:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3

        def opened(name: str) -> Any:
            path = str(self._folder / f"{name}.onnx")
            return onnxruntime.InferenceSession(
                path, options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER
            )

        return _Graphs(opened("read"), opened("ask"), opened("join"))


def where_from(window: Window, sentence: int) -> Any:
    """For each word, where it stands seen from the sentence (by its number in the window)."""
    of = np.asarray(window.sentence_of, dtype=np.int64)
    where = places_of(of - sentence)
    where[(of < window.titles) & (of != sentence)] = HEADLINE
    return where
