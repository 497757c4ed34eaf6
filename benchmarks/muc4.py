"""MUC-4 template filling with the reader's encoder, scored as GTT scores it: F1 over types and five roles.

python benchmarks/muc4.py [--data DIR] [--part FILE ...] [--weights FILE] [--threads N]

DIR holds `train.json` and `dev.json` in GTT's form (dev: tst1 and tst2, 200 texts). Trains on `train.json`
alone when no weights are given and none for that file and this reader are in the user's cache folder: half an hour
on two cores. Every `--part` is a file scored in place of `dev.json`. Published on tst3 and tst4, other texts: GTT
(BERT-base), F1 0.5023. Needs torch, onnx and safetensors, which training alone uses (training/requirements.txt).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from training.muc4.scoring import ROLES, TYPE, Score, best_mapping, template_of, templates_of
from training.muc4.texts import Text, read_texts

if TYPE_CHECKING:
    from training.muc4.filler import Filler

DATA = ROOT.parent / "shared" / "corpora" / "muc4" / "gtt"
PUBLISHED = 0.5023


def main() -> None:
    options = _options()
    filler = _filler(options)
    parts = options.part or [options.data / "dev.json"]
    texts = [text for part in parts for text in read_texts(part)]
    begun = time.perf_counter()
    filled = [filler.templates(text.words) for text in texts]
    seconds = time.perf_counter() - begun
    figures = figures_of(texts, filled)
    print(f"{len(texts)} texts of {', '.join(part.name for part in parts)} in {seconds:.0f} s")
    print(f"{'':14}{'F1':>8}{'precision':>12}{'recall':>8}")
    for name in ("", *(f"slots.{slot}." for slot in (TYPE, *ROLES))):
        row = [figures[f"{name}{figure}"] for figure in ("f1", "precision", "recall")]
        print(f"{name[6:-1] or 'all':14}{row[0]:8.3f}{row[1]:12.3f}{row[2]:8.3f}")
    print(f"published for GTT (BERT-base) on tst3 and tst4: {PUBLISHED:.3f}")
    if options.errors:
        print(json.dumps(dict(errors_of(texts, filled).most_common())))
    print(json.dumps(figures | {"texts": len(texts), "texts_per_s": round(len(texts) / seconds, 2)}))


def figures_of(texts: list[Text], filled: list[list[dict]]) -> dict[str, float]:
    score = Score()
    for text, records in zip(texts, filled, strict=True):
        score.add_text([template_of(one) for one in records], templates_of(text.records))
    return score.figures()


def errors_of(texts: list[Text], filled: list[list[dict]]) -> Counter[str]:
    """How often each kind of error was made, entity by entity and template by template."""
    errors: Counter[str] = Counter()
    for text, records in zip(texts, filled, strict=True):
        predicted, gold = [template_of(one) for one in records], templates_of(text.records)
        pairs = best_mapping(predicted, gold)
        kinds = {one.kind for one in gold}
        for one in predicted:
            if one not in [mine for mine, _ in pairs]:
                told = any(one.kind in kind for kind in kinds)
                errors["template: " + ("one too many of its kind" if told else "kind not told")] += 1
        for one in gold:
            if one not in [key for _, key in pairs]:
                told = any(mine.kind in one.kind for mine in predicted)
                errors["template: " + ("further one of its kind missed" if told else "kind missed")] += 1
        known = {
            name: n
            for one in gold
            for n, entities in enumerate(one.fillers)
            for entity in entities
            for name in entity
        }
        for mine, key in pairs:
            for n, role in enumerate(ROLES):
                for entity in mine.fillers[n]:
                    if not any(entity <= other for other in key.fillers[n]):
                        errors[f"{role}: {_kind_of_error(entity, n, known, key.fillers[n])}"] += 1
                missed = sum(not any(one <= other for one in mine.fillers[n]) for other in key.fillers[n])
                errors[f"{role}: missed"] += missed
    return errors


def _kind_of_error(
    entity: frozenset[str], role: int, known: dict[str, int], key: frozenset[frozenset[str]]
) -> str:
    (name,) = entity
    if name in known:
        return "right in another template" if known[name] == role else "right in another role"
    words = set(name.split())
    if any(words & set(other.split()) for one in key for other in one):
        return "other bounds or wording"
    return "not in the key"


def _filler(options: argparse.Namespace) -> Filler:
    """The weights given, or those in the cache, or else new ones, which are kept there."""
    import platformdirs
    import torch
    from training.muc4.encoder import READER
    from training.muc4.filler import load_filler, tokenizer_in, train_filler
    from training.muc4.fit import Recipe

    torch.set_num_threads(options.threads)
    if options.weights:
        return load_filler(options.weights, tokenizer_in(READER))
    recipe = Recipe()
    source = options.data / "train.json"
    of_all = source.read_bytes() + (READER / "read.onnx").read_bytes() + repr(recipe).encode()
    name = hashlib.sha256(of_all).hexdigest()[:16]
    kept = platformdirs.user_cache_path("zenobia") / "muc4" / f"{name}.safetensors"
    if kept.exists():
        return load_filler(kept, tokenizer_in(READER))
    print(
        f"training on {source.name}: about {recipe.epochs * 5 // 2} minutes on two cores",
        file=sys.stderr,
        flush=True,
    )
    filler = train_filler(
        read_texts(source), READER, recipe, lambda line: print(line, file=sys.stderr, flush=True)
    )
    filler.save(kept)
    return filler


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=DATA, help="folder with train.json and dev.json")
    parser.add_argument("--part", type=Path, action="append", help="file to score in place of dev.json")
    parser.add_argument("--weights", type=Path, help="weights kept by an earlier training")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--errors", action="store_true", help="count errors by class")
    return parser.parse_args()


if __name__ == "__main__":
    main()
