"""Rules: what the brand's policy files say, as values: whom we listen for, people, departments, tiers and routes."""

DOOR = ("brand", "by_example", "compiled", "person", "routes", "spans", "storms", "tiers")
