"""What a server sent, with what it left empty left out: no post is dropped for an extra that is null."""


def without_nulls(value: object) -> object:
    """The same value without any field that is null, at whatever depth."""
    if isinstance(value, dict):
        return {str(name): without_nulls(each) for name, each in value.items() if each is not None}
    if isinstance(value, list):
        return [without_nulls(each) for each in value if each is not None]
    return value
