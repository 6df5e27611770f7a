"""Renaming: an alert that runs goes on with people who are called otherwise now."""

from msgspec.structs import replace

from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.rules.compiled import Policies


def renamed(alert: Alert, policies: Policies) -> Alert:
    """The alert with everybody under their present name. Its tiers keep theirs: whom a target means is looked up."""
    if not policies.people_were:
        return alert
    now = policies.name_now
    home = alert.handover
    return replace(
        alert,
        owner=now(alert.owner) if alert.owner else None,
        called=tuple(map(now, alert.called)),
        told=tuple(map(now, alert.told)),
        sent_on={now(person): at for person, at in alert.sent_on.items()},
        handover=replace(home, sender=now(home.sender), to=now(home.to)) if home else None,
    )
