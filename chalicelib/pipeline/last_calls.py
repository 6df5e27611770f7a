"""Last calls: what every tier was told about in vain is looked after until somebody has it."""

from dataclasses import dataclass

from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.inhibition import under
from chalicelib.domain.alert.last_resort import look_after, postpone, reached_nobody
from chalicelib.domain.people.address import address_id, address_of
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Channel
from chalicelib.pipeline.crises import Crises
from chalicelib.ports import AddressStore, Clock, Store, Telemetry


@dataclass(frozen=True)
class LastCalls:
    """Decides what follows a last call by what became of its notifications."""

    store: Store
    crises: Crises
    clock: Clock
    telemetry: Telemetry

    def next(self, alert: Alert, policies: Policies) -> Change:
        """What is due for an exhausted alert: nothing for now while a crisis stands for it."""
        at = self.clock()
        if under(alert, self.crises.of(alert, policies), at=at).inhibited_by is not None:
            return postpone(alert, at=at)
        owed = self.store.notifications(alert.id)
        if reached_nobody(alert, owed):
            self.telemetry.untold(alert=alert.id)
        return look_after(alert, owed, policies=policies, at=at)


def is_last_resort_proven(store: AddressStore, policies: Policies) -> bool:
    """Whether something that was sent to the duty manager is known to arrive, by any contact."""
    manager = policies.people[policies.duty_manager]
    addresses = [address for channel in Channel if (address := address_of(manager, channel))]
    return any(store.address(address_id(address)).is_proven for address in addresses)
