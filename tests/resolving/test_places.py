"""Where a claim's words point to, with the report in view. Each report here is our own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from atlas import small_gazetteer
from hypothesis import given, settings
from hypothesis import strategies as st

from zenobia.model import Article, Block, BlockLabel, Claim, Kind, PlaceMention, PlacePrecision, Span
from zenobia.resolving.gazetteer import Gazetteer
from zenobia.resolving.place_context import PlaceContext, distance_km
from zenobia.resolving.places import candidates, find_places, resolve_places, resolve_words

SYRIA = (
    "DAMASCUS, April 2 - Syrian troops entered Sukhna in the Homs province on Sunday, a week after they took"
    " Palmyra. Rebels shelled Aleppo and the north of Syria. The city was calm by night, residents said."
)


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gazetteer]:
    opened = small_gazetteer(tmp_path_factory.mktemp("atlas") / "gazetteer.sqlite")
    yield opened
    opened.close()


def claims_of(text: str, *words: str) -> list[Claim]:
    """One claim for each of the words, in an article of that text."""
    return [
        Claim(
            article_id="article",
            kind=Kind.CLASH,
            evidence=(Span(0, len(text)),),
            place=PlaceMention(
                text=told, span=Span(text.index(told), text.index(told) + len(told)), confidence=0.9
            ),
        )
        for told in words
    ]


def resolved(text: str, words: str, gazetteer: Gazetteer) -> PlaceMention:
    article = Article(text=text, blocks=(Block(BlockLabel.BODY, Span(0, len(text))),))
    (claim,) = resolve_places(claims_of(text, words), article, gazetteer)
    assert claim.place is not None
    assert claim.place.text == words
    return claim.place


def km_off(place: PlaceMention, lat: float, lon: float) -> float:
    assert place.lat is not None
    assert place.lon is not None
    return distance_km(place.lat, place.lon, lat, lon)


@pytest.mark.parametrize(
    "words", ["Manchester Avenue", "the 200 block of Manchester Street", "Palmyra Boulevard"]
)
def test_a_street_lies_in_the_town_told_around_it(words: str, gazetteer: Gazetteer) -> None:
    """A street is named for another town more often than for its own."""
    text = f"A man was shot in Aleppo on Sunday. The shooting happened on {words}, police said."
    place = resolved(text, words, gazetteer)
    assert (place.name, place.precision) == ("Aleppo", PlacePrecision.SITE)


def test_a_town_is_found_with_its_reasons(gazetteer: Gazetteer) -> None:
    place = resolved(SYRIA, "Sukhna", gazetteer)
    assert km_off(place, 34.887, 38.873) < 5
    assert place.country == "SY"
    assert place.precision is PlacePrecision.TOWN
    assert place.place_id is not None
    assert place.reasons
    assert all(reason.rule for reason in place.reasons)


def test_a_misspelled_town_is_found_with_less_confidence(gazetteer: Gazetteer) -> None:
    text = "Syrian forces fought in the desert city of Palymra and in Homs."
    wrong = resolved(text, "the desert city of Palymra", gazetteer)
    right = resolved(text.replace("Palymra", "Palmyra"), "the desert city of Palmyra", gazetteer)
    assert wrong.place_id == right.place_id
    assert wrong.confidence < right.confidence
    assert any(reason.rule == "spelling" for reason in wrong.reasons)


@pytest.mark.parametrize(
    ("words", "precision", "lat", "lon", "within_km"),
    [
        ("the outskirts of Qardaha", PlacePrecision.NEAR, 35.46, 36.06, 5),
        ("the province of Idlib", PlacePrecision.PROVINCE, 35.8, 36.65, 60),
        ("the town of Sarmin in the Idlib province", PlacePrecision.TOWN, 35.90, 36.73, 5),
        ("northern Syria", PlacePrecision.REGION, 36.3, 38.5, 100),
        ("north-eastern Syria", PlacePrecision.REGION, 36.4, 40.5, 120),
        ("Mezzeh military airport", PlacePrecision.SITE, 33.478, 36.223, 5),
        ("a hospital in Idlib", PlacePrecision.SITE, 35.93, 36.63, 5),
        ("the Saladin Hotel in Aleppo", PlacePrecision.SITE, 36.20, 37.16, 5),
        ("the road between Hama and Aleppo", PlacePrecision.NEAR, 35.67, 36.96, 20),
        ("the Turkish border", PlacePrecision.REGION, 36.8, 38.5, 100),
        ("the Syrian capital", PlacePrecision.TOWN, 33.51, 36.29, 10),
        ("the Strait of Hormuz", PlacePrecision.SEA, 26.57, 56.25, 20),
        ("Syria", PlacePrecision.COUNTRY, 35.0, 38.5, 60),
        ("Idlib", PlacePrecision.TOWN, 35.93, 36.63, 5),
    ],
)
def test_descriptions_are_read_not_dropped(
    gazetteer: Gazetteer, words: str, precision: PlacePrecision, lat: float, lon: float, within_km: float
) -> None:
    place = resolved(f"Syrian state media said there was fighting at {words}, and in Homs.", words, gazetteer)
    assert place.precision is precision
    assert km_off(place, lat, lon) < within_km


def test_the_city_is_the_nearest_named_before_it(gazetteer: Gazetteer) -> None:
    place = resolved(SYRIA, "The city", gazetteer)
    assert km_off(place, 36.20, 37.16) < 5
    assert [reason.rule for reason in place.reasons] == ["nearest named"]
    assert place.confidence < 0.9


def test_the_city_may_be_a_small_one_of_the_province_that_the_report_is_about(gazetteer: Gazetteer) -> None:
    """The country is never named, and Homs is larger; still it is Palmyra that was taken."""
    text = (
        "Homs province, 27 March\n\nRegime forces left Sukhna and took Palmyra this morning. Clashes go on in the"
        " eastern districts of the city."
    )
    place = resolved(text, "the city", gazetteer)
    assert place.name == "Tadmur"


def test_a_namesake_is_told_by_what_stands_around_it(gazetteer: Gazetteer) -> None:
    in_texas = resolved("Police in Paris, Texas, and in Dallas said so. Austin agreed.", "Paris", gazetteer)
    in_france = resolved("French police in Paris said so.", "Paris", gazetteer)
    assert (in_texas.country, in_france.country) == ("US", "FR")


def test_a_state_behind_a_comma_decides(gazetteer: Gazetteer) -> None:
    place = resolved("A man was shot in Springfield, Ill., on Monday.", "Springfield", gazetteer)
    assert km_off(place, 39.80, -89.64) < 5


def test_what_is_not_known_keeps_its_words_and_touches_nothing_else(gazetteer: Gazetteer) -> None:
    text = "Syrian rebels held Qasr al-Nowhere and Homs."
    article = Article(text=text, blocks=(Block(BlockLabel.BODY, Span(0, len(text))),))
    lost, found = resolve_places(claims_of(text, "Qasr al-Nowhere", "Homs"), article, gazetteer)
    assert lost.place == claims_of(text, "Qasr al-Nowhere")[0].place
    assert lost.place is not None
    assert lost.place.precision is None
    assert found.place is not None
    assert found.place.precision is PlacePrecision.TOWN


def test_a_small_town_abroad_is_not_matched_by_chance(gazetteer: Gazetteer) -> None:
    text = "Syrian troops shelled Homs, state agency SANA said. The road to Uman was cut, a Syrian said."
    assert "UA" not in {resolved(text, "Uman", gazetteer).country}
    found = {text[span.start : span.end] for span, _ in find_places(text, gazetteer)}
    assert "SANA" not in found
    assert "Homs" in found


def test_what_is_called_after_a_small_town_abroad_lies_not_in_it(gazetteer: Gazetteer) -> None:
    """An arch of triumph lies in no village called Triumph."""
    text = SYRIA + " Fighters had blown up the Arch of Uman in October."
    assert resolved(text, "the Arch of Uman", gazetteer).country != "UA"


def test_peoples_and_persons_are_no_places(gazetteer: Gazetteer) -> None:
    text = "Syrian troops took Homs, said Paris Hilton."
    assert [text[span.start : span.end] for span, _ in find_places(text, gazetteer)] == ["Homs"]


def test_claims_without_a_place_come_back_as_they_are(gazetteer: Gazetteer) -> None:
    text = "Rebels attacked."
    article = Article(text=text, blocks=(Block(BlockLabel.BODY, Span(0, len(text))),))
    claim = Claim(article_id="article", kind=Kind.ATTACK, evidence=(Span(0, len(text)),))
    assert resolve_places([claim], article, gazetteer) == [claim]


def test_the_same_input_gives_the_same_answer(gazetteer: Gazetteer) -> None:
    assert resolved(SYRIA, "Sukhna", gazetteer) == resolved(SYRIA, "Sukhna", gazetteer)


def test_candidates_of_a_bare_name_come_with_points(gazetteer: Gazetteer) -> None:
    first, second = candidates("Paris", gazetteer)[:2]
    assert first.match.place.country == "FR"
    assert first.score > second.score
    assert first.score == pytest.approx(sum(reason.points for reason in first.reasons), abs=0.01)
    assert candidates("Palymra", gazetteer, "SY")[0].match.place.name == "Tadmur"
    assert "Tadmur" in {found.match.place.name for found in candidates("Palymra", gazetteer)}


@settings(max_examples=60)
@given(text=st.text(max_size=300), words=st.text(max_size=120), at=st.integers(0, 400))
def test_any_words_in_any_text(gazetteer: Gazetteer, text: str, words: str, at: int) -> None:
    found = resolve_words(words, at, PlaceContext(text, gazetteer))
    if found is not None:
        assert -90 <= found.lat <= 90
        assert -180 <= found.lon <= 180
        assert 0 <= found.confidence <= 1
        assert found.reasons


def test_a_bare_name_spelled_otherwise_finds_its_place(gazetteer: Gazetteer) -> None:
    assert [found.match.place.name for found in candidates("Sukhna", gazetteer)][:1] == ["As Sukhnah"]


def test_the_city_is_no_small_town_of_a_country_that_is_not_named(gazetteer: Gazetteer) -> None:
    """A name that happens to be a town abroad does not become "the city" of a report on Syria."""
    text = "Syrian troops passed the Arch of Palmyra in Syria. Clashes went on west of the city."
    place = resolved(text, "the city", gazetteer)
    assert place.country == "SY"
