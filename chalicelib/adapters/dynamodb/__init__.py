"""Everything that Earshot remembers, in one DynamoDB table."""

from chalicelib.adapters.dynamodb.store import DynamoStore

__all__ = ["DynamoStore"]
