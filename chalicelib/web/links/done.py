"""A word of what was just done, where it was done."""

from chalicelib.domain.said import phrase

SIGN_IN = "sign-in"

DONE = {
    "acknowledge": phrase("You have it now. Nobody else is called."),
    "accept": phrase("It is yours now."),
    "decline": phrase("It was sent back."),
    "transfer": phrase("It was handed over."),
    "take-back": phrase("You have it again."),
    "pass": phrase("The next in line is called."),
    "resolve": phrase("It is done."),
    "snooze": phrase("You have it, later. Nobody is called until then."),
    "note": phrase("The note was added."),
    "reply-there": phrase("The others see for ten minutes that you are answering."),
    "correct": phrase("Thank you, the correction was kept."),
    "ticket": phrase("The ticket was noted."),
    "reopen": phrase("It is open again, and people are called."),
    "undo": phrase("It was taken back: you have it, and nobody was called."),
    "end-crisis": phrase("The crisis is over."),
    "tell-ending": phrase("Thank you, that was noted."),
    SIGN_IN: phrase("If that is somebody whom we know, a link is on its way to their inbox, or to their phone."),
    "new-link": phrase("If this link was once sent to somebody, a new one is on its way to their phone and inbox."),
}
"""By act. Whatever else an address claims to have been done was not, and is passed over."""
