"""Files of finished jobs: folders, tables, JSON documents, the content of the report."""
