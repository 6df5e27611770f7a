"""Trains and evaluates the classifier's model. Nothing here ships to Lambda."""
