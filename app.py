"""Every trigger of Earshot, in the order in which a mention meets them: unwrap, call one stage, answer."""

import os
import warnings

from aws_lambda_powertools import Logger, Metrics
from chalice.app import Chalice, CloudWatchEvent, ConvertToMiddleware, Rate, SNSEvent, SQSEvent

from chalicelib.adapters.sms_answers import answer_in
from chalicelib.adapters.sqs import mention_in, notice_in, notification_in, source_in
from chalicelib.bootstrap import deps
from chalicelib.entry import each_message
from chalicelib.settings import read_settings
from chalicelib.telemetry import NAMESPACE, SERVICE, service_of
from chalicelib.web.desk.calendar_routes import calendars
from chalicelib.web.desk.heard_routes import heard_pages
from chalicelib.web.desk.people_routes import people
from chalicelib.web.desk.routes import desk
from chalicelib.web.links.routes import links
from chalicelib.web.shelf.answers import in_a_sentence
from chalicelib.web.shelf.anywhere import anywhere
from chalicelib.web.webhooks.reading import reading
from chalicelib.web.webhooks.routes import tools

warnings.filterwarnings("ignore", "No application metrics to publish")  # most requests count nothing
settings = read_settings(os.environ)
logger = Logger(service=SERVICE)
metrics = Metrics(namespace=NAMESPACE, service=service_of(settings.stage))

app = Chalice(app_name="earshot", configure_logs=False)
app.log = logger  # type: ignore[assignment]  # as Chalice's documentation of Powertools has it
app.register_middleware(ConvertToMiddleware(logger.inject_lambda_context))
app.register_middleware(ConvertToMiddleware(metrics.log_metrics))
app.register_middleware(in_a_sentence, "http")
app.register_blueprint(links)
app.register_blueprint(desk)
app.register_blueprint(heard_pages)
app.register_blueprint(people)
app.register_blueprint(calendars)
app.register_blueprint(tools)
app.register_blueprint(reading)
app.register_blueprint(anywhere)


@app.schedule(Rate(1, unit=Rate.MINUTES))
def collect_mentions(event: CloudWatchEvent) -> None:
    """Say whose turn it is to be read."""
    del event
    deps().collect.run()


@app.on_sqs_message(queue=settings.sources_queue, batch_size=1, maximum_concurrency=20)
def read_sources(event: SQSEvent) -> None:
    """Read the one source whose turn it is and queue what it said."""
    each_message(event, lambda body: deps().read.handle(source_in(body)), deps().turns, logger)


@app.on_sqs_message(queue=settings.mentions_queue, batch_size=10, maximum_concurrency=10)
def triage_mentions(event: SQSEvent) -> None:
    """Classify, route and group each queued mention; open an alert where a route asks for one."""
    triage = deps().triage  # a model that cannot be read fails the whole batch, loudly
    each_message(event, lambda body: triage.handle(mention_in(body)), deps().mentions, logger)


@app.schedule(Rate(1, unit=Rate.MINUTES))
def escalate_alerts(event: CloudWatchEvent) -> None:
    """Act on every timer that ended, and queue again what was owed and not sent: people first, then tools."""
    del event
    try:
        deps().escalate.run()
    finally:
        deps().queue_notices.run()


@app.schedule(Rate(1, unit=Rate.MINUTES))
def audit_alerts(event: CloudWatchEvent) -> None:
    """Count what is late and what stands aside; beat the heart only while nothing is badly late."""
    del event
    deps().audit.run()


@app.schedule(Rate(1, unit=Rate.HOURS))
def fold_figures(event: CloudWatchEvent) -> None:
    """Write the figures of every day that is not over for long anew from what was kept of it."""
    del event
    deps().fold.run()


@app.on_sqs_message(queue=settings.notifications_queue, batch_size=10, maximum_concurrency=10)
def deliver_notifications(event: SQSEvent) -> None:
    """Send what is owed to people."""

    def send(body: str) -> None:
        owed = notification_in(body)
        if not deps().letters.send(owed):
            deps().deliver.handle(owed)

    each_message(event, send, deps().notifications, logger)


@app.on_sqs_message(queue=settings.notices_queue, batch_size=5, maximum_concurrency=5)
def send_notices(event: SQSEvent) -> None:
    """Tell tools what happened to alerts, by outgoing webhooks."""
    each_message(event, lambda body: deps().send_notices.handle(notice_in(body)), deps().notices, logger)


@app.on_sns_message(topic=settings.sms_topic)
def hear_sms(event: SNSEvent) -> None:
    """Do what somebody answered by SMS."""
    answer = answer_in(event.message)
    deps().hear_sms.handle(sender=answer.sender, text=answer.text, message_id=answer.id)
