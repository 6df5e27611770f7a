"""The one table, seen whole."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from chalicelib.adapters.dynamodb.addresses import Addresses
from chalicelib.adapters.dynamodb.alerts import Alerts
from chalicelib.adapters.dynamodb.asides import Asides
from chalicelib.adapters.dynamodb.desk import Desk
from chalicelib.adapters.dynamodb.figures import KeptFigures
from chalicelib.adapters.dynamodb.links import Links
from chalicelib.adapters.dynamodb.mentions import Mentions
from chalicelib.adapters.dynamodb.notifications import Notifications
from chalicelib.adapters.dynamodb.policies import PushedPolicies
from chalicelib.adapters.dynamodb.silences import Silences
from chalicelib.adapters.dynamodb.sources import Sources
from chalicelib.adapters.dynamodb.storms import Storms
from chalicelib.adapters.dynamodb.table import Table

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoStore(
    Alerts,
    Asides,
    Mentions,
    Storms,
    Silences,
    Notifications,
    Sources,
    PushedPolicies,
    Links,
    Addresses,
    Desk,
    KeptFigures,
):
    """Everything that the pipeline remembers. `pause` waits for some seconds between quick tries."""

    def __init__(self, client: "DynamoDBClient", table: str, *, pause: Callable[[float], None] = time.sleep) -> None:
        super().__init__(Table(client, table, pause=pause))
