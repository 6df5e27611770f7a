"""What a reader of harm must keep up with, in the manner of CheckList: plain dangers, and words that only sound so.

None of these sentences is trained on. The rates asked for are a little below those that docs/classifier.md shows.
"""

from collections.abc import Sequence

import pytest

from chalicelib.classifier import Classifier
from chalicelib.domain.heard.classification import HarmKind, Post

HARMS = {
    HarmKind.ILLNESS: (
        "my son has been vomiting all night after eating your chicken",
        "two of us are in hospital with food poisoning from your buffet",
        "I had an allergic reaction because your label did not say nuts",
    ),
    HarmKind.INJURY: (
        "I slipped on your wet floor and broke my wrist",
        "the trolley rolled over my foot and it is bleeding",
        "your kettle handle came off and scalded my daughter",
    ),
    HarmKind.CONTAMINATION: (
        "there was a piece of glass in my salad",
        "I found a dead cockroach in the soup",
        "mould all over the bread that you delivered this morning",
    ),
    HarmKind.DANGER: (
        "there is smoke coming out of the charger I bought from you",
        "the brakes on your bus do not work and the driver keeps going",
        "I can smell gas in the hallway of your hotel",
    ),
    HarmKind.DISCRIMINATION: (
        "your guard followed me around only because I am black",
        "the crew refused to let my wheelchair on board",
        "they would not serve us because we are two women holding hands",
    ),
    HarmKind.HARASSMENT: (
        "your driver touched my leg and asked where I live",
        "a member of your staff keeps sending me messages after the delivery",
        "the man at the desk called my wife a whore",
    ),
    HarmKind.LEGAL: (
        "you will hear from my lawyer on Monday",
        "I have reported you to the police for theft",
        "see you in small claims court",
    ),
    HarmKind.DATA_LEAK: (
        "I logged in and I can see another customer's name and address",
        "somebody took over my account and you do nothing",
        "your email just sent my bank details to a stranger",
    ),
    HarmKind.STRANDED: (
        "my 80 year old mother is alone at the station at midnight with no train home",
        "my daughter is 9 and your staff left her alone at the gate",
        "I am diabetic, stuck on your train for five hours and without my insulin",
    ),
    HarmKind.SELF_HARM: (
        "I can not go on, after your letter I just want to die",
        "there is a girl on your bridge who says she will jump",
        "if you cut my power again I will end my life",
    ),
}
DANGEROUS = [f"@wayfare {text}" for texts in HARMS.values() for text in texts]

IDIOMS = [
    f"@wayfare {text}"
    for text in (
        "those seats are drop-dead gorgeous",
        "this burger is to die for",
        "we bombed at your karaoke night and loved it",
        "you are killing it with the new menu",
        "the dessert was sinfully good, I am dead",
        "I would kill for one more of those cookies",
        "my phone battery died before the gate, story of my life",
        "the new app slaps",
        "that sauce is fire",
        "your playlist is sick",
        "my wallet is bleeding after your sale",
        "I am addicted to your fries",
        "the queue was murder but the staff were lovely",
        "this update is the bomb",
        "my feet are killing me after a day in your outlet",
        "laughed so hard at your ad that I nearly choked",
        "you guys crush it every single time",
        "the wait for the new season is torture",
        "the smell of your bakery drives me insane, in a good way",
        "these prices are a steal",
    )
]
SETTLED = [
    "@hotelarbor broke my leg skiing, see you next year when it has healed",
    "@cityrail there is a fire drill at the station at ten, do not worry",
    "@medica nobody was hurt, and your people were wonderful",
    "reading about the history of gas explosions, what a book",
    "@wayfare your crew looked after the sick passenger brilliantly, thank you",
    "@tacoloco five years ago today you gave me food poisoning and I still came back",
    "watched Die Hard on the plane again",
    "@brightmart I will sue you if you ever stop selling these pretzels, haha",
]
PLAIN = [
    "@wayfare my flight is two hours late and nobody says why",
    "@teluno no internet since the morning, please fix it",
    "@northbank why do you charge me for a card that I never got",
    "@tacoloco the fries were cold and the queue was long",
    "@inkwell how do I export my notes?",
    "@brightmart thanks for the quick refund",
    "@hotelarbor is breakfast included on sundays?",
    "@cityrail the seats are dirty and the wifi does not work",
]


def urgent(classifier: Classifier, texts: Sequence[str]) -> list[bool]:
    return [found.urgent.value for found in classifier.classify([Post(text, "en") for text in texts])]


def rate(classifier: Classifier, texts: Sequence[str]) -> float:
    return sum(urgent(classifier, texts)) / len(texts)


def test_plain_dangers_are_urgent(classifier: Classifier) -> None:
    assert rate(classifier, DANGEROUS) >= 0.85


def test_idioms_are_not_urgent(classifier: Classifier) -> None:
    assert rate(classifier, IDIOMS) <= 0.1


def test_what_is_settled_played_or_not_the_brands_is_seldom_urgent(classifier: Classifier) -> None:
    assert rate(classifier, SETTLED) <= 0.4


def test_ordinary_trouble_is_not_urgent(classifier: Classifier) -> None:
    assert rate(classifier, PLAIN) == 0


def test_the_kind_of_harm_is_mostly_named(classifier: Classifier) -> None:
    found = classifier.classify([Post(text, "en") for text in DANGEROUS])
    kinds = [kind for kind, texts in HARMS.items() for _ in texts]
    called = [one.urgent.kind is kind for one, kind in zip(found, kinds, strict=True) if one.urgent.value]
    assert sum(called) / len(called) >= 0.65


@pytest.mark.parametrize("text", ["hola, hay humo en el avión", "https://t.co/abc", "ok"])
def test_what_cannot_be_read_is_not_judged(classifier: Classifier, text: str) -> None:
    [found] = classifier.classify([Post(text)])

    assert (found.urgent.value, found.urgent.kind, found.urgent.confidence) == (False, HarmKind.NONE, 0.5)
