"""How a mention opens an alert, joins one, or wakes one up again."""

from datetime import datetime

from msgspec.structs import replace

from chalicelib.domain.alert.alert import Alert, Timer, alert_id, watching
from chalicelib.domain.alert.answering import authors
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.escalation import business_end, call_next_tier, present_contacts, reopen, trigger
from chalicelib.domain.alert.event import MentionJoined, Reopened, UrgencyRaised, Watched
from chalicelib.domain.alert.excerpt import excerpt
from chalicelib.domain.alert.inhibition import under
from chalicelib.domain.alert.notification import Notification
from chalicelib.domain.alert.owing import call
from chalicelib.domain.alert.waiting import customer_wrote
from chalicelib.domain.heard.conversation import conversation
from chalicelib.domain.heard.mention import Mention, reach
from chalicelib.domain.judged.routing import Decision
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.routes import Action, Urgency
from chalicelib.domain.rules.spans import Span
from chalicelib.domain.said import said


def new_alert(
    mention: Mention, decision: Decision, *, policies: Policies, at: datetime, crisis: Alert | None = None
) -> Alert:
    """The alert that this mention is about, before anything was done; every process derives the same one."""
    department = policies.departments[decision.department or ""]
    where = conversation(mention)
    alert = Alert(
        id=alert_id(policies.brand.name, where),
        conversation=where,
        thread=mention.thread,
        department=department.id,
        urgency=decision.urgency,
        route=decision.route or "",
        reason=decision.reason,
        policies_version=policies.version,
        policy=policies.escalation[department.escalation],
        hours=department.hours,
        excerpt=excerpt(mention),
        opened_at=at,
        since=mention.posted_at,
        theme=decision.theme,
        reach=reach(mention),
        unanswered=(mention.author.id,),
    )
    return under(alert, crisis, at=at)


def open_alert(
    mention: Mention, decision: Decision, *, policies: Policies, at: datetime, crisis: Alert | None = None
) -> Change:
    """Escalate at once, or watch until the route's or the policy's `reply_within` after the mention was posted.

    Where an open crisis stands for the alert's group, nobody is called for this one.
    """
    alert = new_alert(mention, decision, policies=policies, at=at, crisis=crisis)
    if decision.action is Action.ALERT:
        return trigger(alert, mention=mention.key, reason=decision.reason, policies=policies, at=at)
    return _watch(alert, mention, decision, at=at)


def _watch(alert: Alert, mention: Mention, decision: Decision, *, at: datetime) -> Change:
    own = decision.reply_within
    patience = alert.policy.patience if own is None else Span(lasts=own)
    until = max(at, business_end(alert, start=mention.posted_at, wait=patience))
    watched = Watched(alert_id=alert.id, at=at, mention=mention.key, route=decision.route or "", until=until)
    return Change(alert=replace(alert, timers={Timer.REPLY: until}), events=(watched,))


def join(alert: Alert, mention: Mention, decision: Decision, *, policies: Policies, at: datetime) -> Change:
    """Add a further mention to its alert.

    One that needs an answer reopens a resolved alert, triggers a watched one, and makes a routine one urgent
    where its route says so: then people are called, whoever had it or had put it off. One that needs none (thanks)
    is only counted.
    """
    count = alert.mentions + 1
    joined = Change(
        alert=replace(alert, mentions=count),
        events=(MentionJoined(alert_id=alert.id, at=at, mention=mention.key, count=count),),
    )
    if decision.action is Action.IGNORE:
        return joined
    joined = replace(joined, alert=replace(joined.alert, since=max(alert.since, mention.posted_at)))
    if decision.urgency is Urgency.URGENT:
        joined = joined.then(_raise_urgency(joined.alert, mention, decision, at=at))
    if alert.is_resolved:
        return joined.then(_wake(joined.alert, mention, decision, policies=policies, at=at))
    if alert.is_waiting and decision.urgency is not Urgency.URGENT:
        about = _about_only(joined.alert, mention)
        return joined.then(customer_wrote(about, mention=mention.key, policies=policies, at=at))
    if decision.urgency is Urgency.URGENT:
        return joined.then(_call_urgently(alert, joined.alert, mention, decision, policies=policies, at=at))
    if alert.is_watching and decision.action is Action.ALERT:
        about = _about(joined.alert, mention)
        return joined.then(trigger(about, mention=mention.key, reason=decision.reason, policies=policies, at=at))
    return joined


def _wake(alert: Alert, mention: Mention, decision: Decision, *, policies: Policies, at: datetime) -> Change:
    """Call people about what the customer of a resolved alert wrote now, or watch it where its route does."""
    about, reason = _about_only(alert, mention), said("the customer wrote again")
    if decision.action is Action.WATCH:
        woken = watching(about)
        event = Reopened(alert_id=alert.id, at=at, by=mention.key, reason=reason)
        return Change(alert=woken, events=(event,)).then(_watch(woken, mention, decision, at=at))
    return reopen(about, by=mention.key, reason=reason, since=alert.since, policies=policies, at=at)


def _about_only(alert: Alert, mention: Mention) -> Alert:
    """The alert that shows `mention`; whatever was said before it is answered."""
    return replace(alert, excerpt=excerpt(mention), unanswered=(mention.author.id,))


def _about(alert: Alert, mention: Mention) -> Alert:
    """The alert that shows `mention`, whose author needs an answer too."""
    waiting = tuple(dict.fromkeys((*authors(alert), mention.author.id)))
    return replace(alert, excerpt=excerpt(mention), unanswered=waiting)


def _raise_urgency(alert: Alert, mention: Mention, decision: Decision, *, at: datetime) -> Change:
    """Make it urgent and about that mention: it may be another trouble than the crisis that kept the alert silent."""
    if alert.is_urgent:
        return Change(alert=alert)
    raised = UrgencyRaised(alert_id=alert.id, at=at, mention=mention.key, urgency=Urgency.URGENT)
    theme = decision.theme or alert.theme
    urgent = replace(_about(alert, mention), urgency=Urgency.URGENT, theme=theme, inhibited_by=None)
    return Change(alert=urgent, events=(raised,))


def _ring_again(alert: Alert, *, policies: Policies, at: datetime) -> tuple[Notification, ...]:
    """What the tier that is being called is owed once more, now that the alert is urgent: its phones ring."""
    step = f"{alert.cycle}.{alert.tier}-urgent-{alert.version}"
    return call(alert, present_contacts(alert, policies, at), step=step, policies=policies, at=at)


def _call_urgently(
    before: Alert, alert: Alert, mention: Mention, decision: Decision, *, policies: Policies, at: datetime
) -> Change:
    """Call sooner, or anew where nobody is being called: no snooze and no acknowledgement of less covers this."""
    is_news = before.is_acknowledged and not before.is_urgent
    if before.is_watching or before.is_snoozed or before.is_exhausted or before.is_waiting or is_news:
        return trigger(alert, mention=mention.key, reason=decision.reason, policies=policies, at=at)
    is_with_one = before.is_triggered and not before.tier
    if before.is_held or is_with_one or before.inhibited_by != alert.inhibited_by:
        return call_next_tier(alert, policies=policies, at=at)
    if before.is_triggered and Timer.TIER in alert.timers:
        wait = alert.policy.tiers[alert.tier - 1].span_for(urgent=True)
        sooner = min(alert.timers[Timer.TIER], business_end(alert, start=at, wait=wait))
        called = replace(alert, timers={**alert.timers, Timer.TIER: sooner})
        return Change(alert=called, owed=() if before.is_urgent else _ring_again(called, policies=policies, at=at))
    return Change(alert=alert)
