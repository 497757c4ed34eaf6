"""What the reader read in the articles of a corpus, kept outside the repository, so that it is read once.

Only the claims in words are kept; a benchmark resolves them anew, so that a change to the resolvers is seen.
A reading is kept under a digest of the reader's code and weights and is never used with others.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from zenobia.model import Article, Claim, CodedArticle
from zenobia.pipeline.stages import Stages
from zenobia.reading import reader
from zenobia.settings import Settings

AT_A_TIME = 200


def coded_articles(corpus: str, articles: Sequence[Article], stages: Stages) -> list[CodedArticle]:
    """The articles with their claims, in order; those of an earlier run are not read again."""
    folder = Settings.from_environment().cache / "benchmarks" / f"{corpus}-{reader_digest()}"
    folder.mkdir(parents=True, exist_ok=True)
    known = _kept(folder)
    rest = (article for article in articles if article.id not in known)
    while some := list(islice(rest, AT_A_TIME)):
        read = stages.reader.read_claims(some)
        fresh = {article.id: claims for article, claims in zip(some, read, strict=True)}
        known |= fresh
        path = folder / f"{hashlib.sha256(' '.join(sorted(fresh)).encode()).hexdigest()[:16]}.pickle"
        part = path.with_suffix(".part")
        part.write_bytes(pickle.dumps(fresh))
        part.rename(path)
    return [CodedArticle.of(article, stages.resolve(article, known[article.id])) for article in articles]


def reader_digest() -> str:
    """Changes with every file that the reader is made of."""
    digest = hashlib.sha256()
    for path in _files(Path(reader.__file__).parent):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def _files(folder: Path) -> Iterator[Path]:
    kept = {".py", ".toml", ".json", ".onnx"}
    return iter(sorted(path for path in folder.rglob("*") if path.suffix in kept))


def _kept(folder: Path) -> dict[str, list[Claim]]:
    known: dict[str, list[Claim]] = {}
    for path in sorted(folder.glob("*.pickle")):
        known |= pickle.loads(path.read_bytes())  # noqa: S301 (only this program writes there)
    return known
