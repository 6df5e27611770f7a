"""Small words by which a reader tells a language where a detector of letters is not sure."""


def _each(words: str) -> frozenset[str]:
    return frozenset(words.split())


SMALL_WORDS = {
    "es": _each(
        "el los las una del que con por para muy sin nunca siempre esto está están mi mis pero ya ni hace nada"
    ),
    "pt": _each(
        "não uma com por para muito sem nunca sempre isso está estão meu minha mas já nem faz nada até vocês do"
    ),
    "fr": _each(
        "le les une des du est pas que qui pour avec très sans jamais toujours mon ma mes je vous nous rien deux"
    ),
    "de": _each("und ist nicht ich mein meine euch ihr wir seit kein keine das der schon sehr für auch immer noch nur"),
    "it": _each("il gli una della che non con per molto senza mai sempre questo mio mia sono ma già nulla niente mi"),
    "nl": _each("het een niet ik mijn jullie wij sinds geen dat zeer voor ook nog altijd maar nooit weer wat heb dit"),
}
"""None of them is an English word."""

HINDI = _each(
    "nahi nahin nhi kya kyun kyu kyon kaise kab kahan koi kuch mera meri aap aapka aapki aapke bhai yaar karo karna"
    " raha rahi rahe gaya gayi gaye hua hui bahut bohot abhi wala wale yeh woh toh apna apne paisa paise milega mila"
    " ghatiya bakwas bekar kaam wapas tumhara humara sirf matlab diya liya kiya karte hota lekin"
)
BESIDE_HINDI = _each("hai hain ho ka ki ke ko se mein me bhi sab aur hum tum par kar tha thi ek do na mere ye")
"""Hindi in Latin letters, and what only together with it is Hindi."""

SHORT_ENGLISH = _each(
    "a af ain't aint all am an and any app are as at b bad bag be been bill bro bruh but by cant can't cap chill"
    " cold crew da dead did do dont don't down fail fee flight food for from gate get give gone gonna got had has"
    " have he her here him his how i i'm idk im in is isn't it its it's jk just late line lmao lmfao lol lost low"
    " lowkey mad me mid mine my never new ngl no not now of off oh ok omg on one or our out over own rip room rude"
    " same scam seat she sick slow smh so staff still stop suck sucks sux tbh than that the them they this time to"
    " too trash u up ur us very wait wanna was way we well went were what when who why wifi with work worst wtf ya"
    " yall y'all yet yo you your yours zero"
)
"""What short posts in English are made of, slang among it."""
