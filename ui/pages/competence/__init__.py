"""Competence in the window: the matrix, the card on a person's page, the forms that record and withdraw."""
