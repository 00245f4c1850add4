"""The files of a scenario: read strictly, validated, hashed, written."""
