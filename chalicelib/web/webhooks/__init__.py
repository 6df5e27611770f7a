"""What tools ask, signed: webhooks, the API, and whether all is well."""
