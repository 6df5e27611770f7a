"""The one table, seen whole."""

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
from chalicelib.adapters.dynamodb.shifts import Shifts
from chalicelib.adapters.dynamodb.silences import Silences
from chalicelib.adapters.dynamodb.sources import Sources
from chalicelib.adapters.dynamodb.storms import Storms
from chalicelib.adapters.dynamodb.table import Table, pause_about

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
    Shifts,
    KeptFigures,
):
    """Everything that the pipeline remembers. `pause` waits for about so many seconds."""

    def __init__(self, client: "DynamoDBClient", table: str, *, pause: Callable[[float], None] = pause_about) -> None:
        super().__init__(Table(client, table, pause=pause))
