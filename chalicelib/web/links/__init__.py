"""The pages behind personal links, which need no account."""
