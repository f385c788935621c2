"""What definitions are written with: from rows of a return or published figures to counts; no promise is named here."""
