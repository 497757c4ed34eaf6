"""News of our own: every word that a claim names stands in its report, and a slip is refused."""

from pathlib import Path

import pytest
from training.written import BadCoding, read_written

from zenobia.model import Kind, Outcome, Realis, SourceKind

WRITTEN = Path(__file__).parents[2] / "training" / "written"


def test_a_report_and_its_claim(tmp_path: Path) -> None:
    news = tmp_path / "news.txt"
    news.write_text(
        "# Mortars hit Derna\nThe army shelled Derna.\nTwo men died, police said.\n"
        "> shelling!possible s=1,2 A=The army P=Derna K=killed/civilian:Two men S=police/government\n",
        "utf-8",
    )
    (report,) = read_written(news)
    (claim,) = report.claims
    assert report.article.text == "Mortars hit Derna\n\nThe army shelled Derna. Two men died, police said."
    assert (claim["kind"], claim["realis"]) == ("shelling", "possible")
    assert claim["evidence"] == ["The army shelled Derna.", "Two men died, police said."]
    assert claim["toll"] == [{"outcome": "killed", "category": "civilian", "text": "Two men"}]
    assert claim["sources"] == [{"text": "police", "kind": "government"}]


def test_words_that_do_not_stand_there_are_refused(tmp_path: Path) -> None:
    news = tmp_path / "news.txt"
    news.write_text("# Quiet\nNothing happened.\n> clash s=1 A=The army\n", "utf-8")
    with pytest.raises(BadCoding, match="The army"):
        list(read_written(news))


@pytest.mark.parametrize("path", sorted(WRITTEN.glob("*.txt")), ids=lambda path: path.name)
def test_the_labels_are_those_of_the_codebook(path: Path) -> None:
    reports = list(read_written(path))
    assert reports
    for report in reports:
        for claim in report.claims:
            assert claim["evidence"], report.id
            assert Kind(claim["kind"])
            assert Realis(claim["realis"])
            assert all(Outcome(toll["outcome"]) for toll in claim["toll"])
            assert all(SourceKind(source["kind"]) for source in claim["sources"])
