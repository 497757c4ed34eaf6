"""Only English is read; what is beyond doubt another language is refused with its name."""

from __future__ import annotations

import pytest

from zenobia.articles.language import foreign_language, require_english
from zenobia.errors import UnsupportedLanguage


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "استعاد الجيش السوري مدينة تدمر يوم الأحد بعد معارك عنيفة، وقال المرصد إن القتال مستمر.",
            "Arabic",
        ),
        (
            "نیروهای ارتش روز یکشنبه شهر را پس گرفتند، خبرگزاری دولتی گزارش داد که ده‌ها نفر کشته شدند.",
            "Persian",
        ),
        (
            "Збройні сили повернули контроль над містом у неділю, повідомили у військовій адміністрації.",
            "Ukrainian",
        ),
        ("Las fuerzas del gobierno recuperaron la ciudad el domingo, según los medios estatales.", "Spanish"),
        (
            "Die Armee hat die Stadt am Sonntag zurückerobert, teilte ein Sprecher der Regierung mit.",
            "German",
        ),
    ],
)
def test_a_report_in_another_language_is_named(text: str, language: str) -> None:
    assert foreign_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "Government troops retook the town on Sunday, a monitor said.",
        "Army retakes town",
        "Aleppo: 12 killed, 30 wounded. Homs: 4 killed. Idlib: 7 killed, shelling reported.",
        "Tadmur, Sukhna, Qaryatayn, Furqlus, Mahin, Hawwarin, Sadad, Tiyas, Arak, Kbajeb",
        "The spokesman quoted the song “الله أكبر” and said that the fight for the village was over.",
        "12 March 2016",
        "",
    ],
)
def test_english_bulletins_and_lists_of_names_are_not_refused(text: str) -> None:
    assert foreign_language(text) is None


def test_the_refusal_says_what_can_be_read() -> None:
    with pytest.raises(UnsupportedLanguage, match="written in Arabic; only English can be read so far"):
        require_english("استعاد الجيش السوري مدينة تدمر يوم الأحد بعد معارك استمرت ثلاثة أسابيع")
