"""What strangers write to make a reader stumble, or work for ever."""

HOSTILE = {
    "empty": "",
    "100 kB": "my flight is late again " * 4_200,
    "100 kB without a space": "@#" * 50_000,
    "one word of 50,000 letters": "a" * 50_000,
    "lone surrogates": "my bag \ud800\udfff is \udc00 lost",
    "control characters": "my\x00 bag\x07 is\x1b[31m lost\x7f",
    "only emoji": "\U0001f621" * 500,
    "flags and families": "\U0001f1e9\U0001f1ea \U0001f468\u200d\U0001f469\u200d\U0001f467 where is my bag",
    "right to left": "\u202eإلغاء my flight \u202c رحلتي",
    "HTML entities": "&lt;b&gt;late&lt;/b&gt; &#128545; &#x110000; &nosuch; &#0; &amp;amp;" * 50,
    "zero-width joiners": "\u200d".join("where is my luggage"),
    "mixed languages": "mi maleta is lost, et personne ne répond, なぜ",
    "combining marks": "w" + "\u0301" * 5_000 + "here is my bag",
    "only punctuation": "?!" * 5_000,
    "links": "https://t.co/abc " * 3_000,
    "hashtags": "#LostLuggage" * 5_000,
    "capitals": "#" + "aB" * 25_000,
}
