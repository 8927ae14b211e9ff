"""The rules of coaching as pure functions on plain frozen values: no database, no clock, no chance, no window.

Today, seeds and settings come in as arguments. Each rule names its number (R4 ...) as the product's rules do.
"""
