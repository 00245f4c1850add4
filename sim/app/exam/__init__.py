"""The exam over the library of campaigns: the verb, its tables, page and files."""
