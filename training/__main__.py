"""From corpora to weights in one command.

    python -m training --corpora FOLDER --gold FOLDER --minilm FOLDER [--work FOLDER] [--out FOLDER] [--seed 1]

1. one epoch of guessing hidden words in the texts of all corpora (adapt.py)
2. one epoch on the slots of other corpora and the coded reports together (auxiliary.py)
3. from there, several epochs on coded reports
4. with `--hold`, an eighth of the coded reports is held out and lines are drawn on it (tune.py → lines.json)
5. graphs of eight bits, tokenizer and lines into the package (export.py)

`--gold` needs `train/` and `score.py`; nothing is read from its `dev/`. A GPU is used where there is one.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer

from training.adapt import adapt, read_texts
from training.auxiliary import auxiliary_examples, read_auxiliary
from training.batches import shuffled_batches
from training.calibrate import calibrate
from training.coded import standoff
from training.examples import examples_of
from training.export import export
from training.fit import Recipe, fit, groups_of, set_rate, train_step
from training.network import Network
from training.predict import claims_of, tell
from training.reports import Report, read_reports
from training.tune import load_scorer, tune
from training.written import read_written
from zenobia.model import Kind

HERE = Path(__file__).parent
LINES = HERE / "lines.json"
PACKAGE = HERE.parent / "src" / "zenobia" / "reading" / "model"
NAME = "zenobia-reader-5"
# How often each set of coded reports is seen in an epoch: government statements are what gold has least of.
TIMES = {"re3d": 2}
# Every eighth report is held out to draw lines on.
HELD_OUT = 8


def coded_reports(options: argparse.Namespace) -> list[Report]:
    """Gold's training reports, those coded here, and news of our own."""
    reports = read_reports(options.gold / "train")
    for path in sorted((HERE / "coded").glob("*.json")):
        if not (options.corpora / path.stem).is_dir():
            continue  # whoever may not use a corpus leaves its folder out
        folder = options.work / "coded" / path.stem
        corpus = ["--corpus-folder", str(options.corpora / path.stem), "--out", str(folder)]
        standoff.main(["restore", str(path), *corpus])
        reports += read_reports(folder) * TIMES.get(path.stem, 1)
    return reports + [one for path in sorted((HERE / "written").glob("*.txt")) for one in read_written(path)]


def warmed_up(options: argparse.Namespace, reports: Sequence[Report], tokenizer: Tokenizer) -> Network:
    """MiniLM after an epoch of hidden words, and one on everything that any corpus says of slots."""
    torch.manual_seed(options.seed)
    chance = random.Random(options.seed)  # noqa: S311
    network = Network()
    network.encoder.load_minilm(options.minilm / "model.safetensors")
    network.to("cuda" if torch.cuda.is_available() else "cpu").train()
    adapt(network.encoder, read_texts(options.corpora, reports, chance), tokenizer, chance, print)
    recipe = Recipe()
    optimizer = torch.optim.AdamW(groups_of(network, recipe), weight_decay=recipe.weight_decay)
    examples = auxiliary_examples(read_auxiliary(options.corpora, chance), tokenizer, chance)
    examples += [one for report in reports for one in examples_of(report, tokenizer, chance=chance)]
    batches = list(shuffled_batches(examples, recipe.pieces, chance))
    for step, batch in enumerate(batches):
        set_rate(optimizer, step / len(batches), recipe.warm_up)
        train_step(network, batch, optimizer)
    return network


def main() -> None:
    options = parse()
    tokenizer = Tokenizer.from_file(str(options.minilm / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    reports = coded_reports(options)
    held = reports[::HELD_OUT] if options.hold else []
    seen = [one for n, one in enumerate(reports) if n % HELD_OUT or not options.hold]
    network = warmed_up(options, seen, tokenizer)
    network = fit(network, seen, tokenizer, Recipe(epochs=options.epochs, seed=options.seed), print)
    network = network.cpu().eval()
    torch.save(network.state_dict(), options.work / "network.pt")
    if held:
        reads = [tell(network, report.article, tokenizer, 0.2) for report in held]
        scorer = load_scorer(options.gold)
        drawn = tune(reads, held, network, scorer)
        told = [claims_of(read, network, [drawn.told] * len(Kind), drawn.lines) for read in reads]
        lines = {
            "told": drawn.of_kinds(),
            "lines": dataclasses.asdict(drawn.lines),
            "calibration": calibrate(told, held, scorer),
        }
        LINES.write_text(json.dumps(lines, indent=1, sort_keys=True) + "\n", "utf-8")
    settings = {"name": NAME, **json.loads(LINES.read_text("utf-8"))}
    assert set(settings["told"]) == set(Kind)
    export(network, options.minilm / "tokenizer.json", options.out, settings)


def parse() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--corpora", type=Path, required=True)
    options.add_argument("--gold", type=Path, required=True)
    options.add_argument(
        "--minilm", type=Path, required=True, help="folder of model.safetensors and tokenizer.json"
    )
    options.add_argument("--work", type=Path, default=Path(".training"), help="coded reports and checkpoints")
    options.add_argument("--out", type=Path, default=PACKAGE)
    options.add_argument("--epochs", type=int, default=16)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--hold", action="store_true", help="hold out an eighth and draw lines.json anew")
    found = options.parse_args()
    found.work.mkdir(parents=True, exist_ok=True)
    return found


if __name__ == "__main__":
    main()
