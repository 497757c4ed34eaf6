"""How fast articles are coded on one core, beside a spaCy parse of the same texts.

    python -m benchmarks.speed [--data FOLDER]     a folder of reports, one JSON file each with `title` and `text`

spaCy runs its blank English tokenizer and a tagger and a parser over the small CNN that its `sm` packages use,
with random weights: speed does not depend on what they have learnt. Times are of the processor, not the clock, so
that other work on the machine counts little; both sides take turns over the same articles. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[variable] = "1"

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from training.reports import read_reports
from training.written import read_written

from zenobia.model import Article

ROUNDS = 3
# About as many tags, and kinds of arc, as the small English package has.
LABELS = 45
WRITTEN = Path(__file__).parents[1] / "training" / "written"
# The small CNN of spaCy's own English packages: width 96, depth 4.
CNN = {
    "@architectures": "spacy.HashEmbedCNN.v2",
    "pretrained_vectors": None,
    "width": 96,
    "depth": 4,
    "embed_size": 2000,
    "window_size": 1,
    "maxout_pieces": 3,
    "subword_features": True,
}


def articles_of(folder: Path | None) -> list[Article]:
    if folder:
        return [report.article for report in read_reports(folder)]
    return [report.article for path in sorted(WRITTEN.glob("*.txt")) for report in read_written(path)]


def seconds(job: Callable[[], object]) -> float:
    begun = time.process_time()
    job()
    return time.process_time() - begun


def spacy_parser() -> Callable[[Sequence[str]], object]:
    """A tokenizer, one CNN shared by a tagger and a parser, as in the small English package."""
    import spacy
    from spacy.training import Example

    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": CNN})
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": CNN["width"], "upstream": "tok2vec"}
    tagger = {"@architectures": "spacy.Tagger.v2", "nO": None, "normalize": False, "tok2vec": listener}
    tags = nlp.add_pipe("tagger", config={"model": tagger})
    parser = {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "parser",
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "nO": None,
        "tok2vec": listener,
    }
    arcs = nlp.add_pipe("parser", config={"model": parser})
    for n in range(LABELS):
        tags.add_label(f"tag{n}")
        arcs.add_label(f"arc{n}")
    words = {"words": ["Rebels", "shelled", "it"], "tags": ["NNS", "VBD", "PRP"], "heads": [1, 1, 1]}
    example = Example.from_dict(
        nlp.make_doc("Rebels shelled it"), {**words, "deps": ["nsubj", "ROOT", "dobj"]}
    )
    nlp.initialize(lambda: [example])
    return lambda texts: list(nlp.pipe(texts, batch_size=64))


def load_seconds() -> float:
    """From nothing to the first claim, in a process of its own."""
    code = (
        "import time; t = time.perf_counter()\n"
        "from zenobia.model import Article, Block, BlockLabel, Span\n"
        "from zenobia.reading.reader import TrainedReader\n"
        "text = 'Rebels shelled the town on Monday.'\n"
        "TrainedReader().read_claims([Article(text, (Block(BlockLabel.BODY, Span(0, len(text))),))])\n"
        "print(time.perf_counter() - t)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--data", type=Path)
    articles = articles_of(options.parse_args().data)
    load_s = min(load_seconds() for _ in range(2))

    from zenobia.pipeline.stages import open_stages
    from zenobia.reading.windows import cut_windows
    from zenobia.settings import Settings

    settings = Settings.from_environment()
    stages = open_stages(settings.gazetteer, settings.places, settings.actors)
    reader = stages.reader
    pieces = sum(len(w.pieces) for one in articles for w in cut_windows(one, reader._tokenizer)[1])
    stages.code(articles[:2])
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    parse = spacy_parser()
    texts = [one.text for one in articles]
    parse(texts[:2])
    rounds = [
        (
            seconds(lambda: reader.read_claims(articles)),
            seconds(lambda: stages.code(articles)),
            seconds(lambda: parse(texts)),
        )
        for _ in range(ROUNDS)
    ]
    reading, coding, parsing = (min(times) for times in zip(*rounds, strict=True))
    figures = {
        "articles": len(articles),
        "words": sum(len(text.split()) for text in texts),
        "reader_tokens_per_s": round(pieces / reading),
        "reader_ratio_to_spacy": round(reading / parsing, 3),
        "articles_per_s": round(len(articles) / coding, 2),
        "spacy_articles_per_s": round(len(articles) / parsing, 2),
        "ratio_to_spacy": round(coding / parsing, 3),
        "load_s": round(load_s, 3),
        "peak_mb": round(peak_mb),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
