"""Looks at what CloudFormation made: the stack, the table with its indexes, the queues and what lies dead in them."""

from collections.abc import Iterator

import boto3
from botocore.exceptions import ClientError

from chalicelib.ports import Store
from infra import stack
from infra.checks.finding import Finding, fault, good
from infra.printing import plain
from infra.queues import depth
from infra.stage import Stage

MOST_SHOWN = 10
INDEXES = {"board", "due"}
SETTLED = {"CREATE_COMPLETE", "UPDATE_COMPLETE"}


def check_stack(stage: Stage) -> Iterator[Finding]:
    """The stack is there and not in the middle of something."""
    status = stack.status(stage)
    if status in SETTLED:
        yield good("stack", f"{stage.stack}: {status}")
    elif status is None:
        yield fault("stack", f"there is no stack {stage.stack}: ./earshot up --stage {stage.name}")
    else:
        yield fault("stack", f"{stage.stack} is {status}: its events in CloudFormation say why")


def check_table(stage: Stage) -> Iterator[Finding]:
    """The table takes reads and writes, by both indexes."""
    try:
        table = boto3.client("dynamodb").describe_table(TableName=stage.table)["Table"]
    except ClientError as error:
        yield fault("table", f"{stage.table} cannot be described ({_code(error)}): ./earshot up --stage {stage.name}")
        return
    active = {
        index["IndexName"]
        for index in table.get("GlobalSecondaryIndexes", [])
        if index.get("IndexStatus", "ACTIVE") == "ACTIVE"
    }
    lacking = INDEXES - active
    if table["TableStatus"] != "ACTIVE" or lacking:
        yield fault(
            "table", f"{stage.table} is {table['TableStatus']}; not ready: {', '.join(sorted(lacking)) or 'the table'}"
        )
    else:
        yield good("table", f"{stage.table}, indexes {', '.join(sorted(active))}")


def check_queues(stage: Stage) -> Iterator[Finding]:
    """The queues are there and nothing lies in their dead-letter queues."""
    for queue in (stage.sources_queue, stage.mentions_queue, stage.notifications_queue, stage.notices_queue):
        try:
            waiting, dead = depth(queue), depth(f"{queue}-dlq")
        except ClientError as error:
            yield fault("queue", f"{queue} cannot be read ({_code(error)}): ./earshot up --stage {stage.name}")
            continue
        if dead:
            yield fault("queue", f'{dead} messages lie in {queue}-dlq: docs/operating.md, "Dead letters"')
        else:
            yield good("queue", f"{queue}: {waiting} waiting, none dead")


def check_asides(records: Store) -> Iterator[Finding]:
    """No alert and no notification stands aside, because something is wrong with it."""
    found = records.asides()
    for each in found[:MOST_SHOWN]:
        yield fault("aside", f"{each.id}, since {each.since:%Y-%m-%d %H:%M}, {each.tries} tries: {plain(each.why)}")
    if len(found) > MOST_SHOWN:
        yield fault("aside", f"and {len(found) - MOST_SHOWN} more")
    if not found:
        yield good("aside", "nothing stands aside")


def _code(error: ClientError) -> str:
    return error.response.get("Error", {}).get("Code", "unknown")
