"""What people and their tools open and post to: the pages behind personal links, and the signed webhooks."""
